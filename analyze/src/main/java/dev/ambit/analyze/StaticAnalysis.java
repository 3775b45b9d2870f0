package dev.ambit.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ambit.analyze.TypeStripper.Stripped;
import dev.ambit.analyze.cache.Stamps;
import dev.ambit.analyze.cache.UsageCache;
import dev.ambit.analyze.syntax.SourceText;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.UsageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Reads every file of every installed package once and says what it uses. What was analysed before, by
/// the hash of its content, is not analysed again.
public final class StaticAnalysis implements UsageSource {
  private final SourceAnalyzer analyzer = new SourceAnalyzer();
  private final UsageCache cache;
  private final Progress progress;
  private final TypeStripper types;
  private final Function<PackageTree, Stamps> stamps;
  private final AtomicInteger threads = new AtomicInteger();

  /// @param cacheFolder for results; made when missing; when it cannot be written, nothing is kept. Whoever
  ///     can write there can say what packages use
  /// @param progress told after each file
  /// @param types asked once, and only where there is TypeScript whose result is not kept
  public StaticAnalysis(Path cacheFolder, Progress progress, TypeStripper types) {
    this(cacheFolder, progress, types, _ -> Stamps.none());
  }

  private StaticAnalysis(
      Path cacheFolder, Progress progress, TypeStripper types, Function<PackageTree, Stamps> stamps) {
    this.types = types;
    this.cache = new UsageCache(cacheFolder, SourceAnalyzer.VERSION);
    this.progress = progress;
    this.stamps = stamps;
  }

  /// One that does not read again what the file system says is as it was. Only where a guard verifies each file
  /// when it is loaded; to judge what lies on disk, read all.
  public static StaticAnalysis beforeGuard(Path cacheFolder, Progress progress, TypeStripper types) {
    return new StaticAnalysis(cacheFolder, progress, types, tree -> Stamps.of(cacheFolder, tree.root()));
  }

  @Override
  public SortedMap<String, PackageUsage> usage(PackageTree tree) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> new DeepThread(task, "ambit-analysis-" + threads.incrementAndGet()));
    try {
      return new Run(tree, workers).usage();
    } finally {
      workers.shutdownNow();
    }
  }

  /// One package on its way through a run.
  private record Work(PackageNode node, Path folder, SortedMap<String, KindHint> hints, UsageCache.Shelf shelf) {}

  /// A file with types.
  private record Typed(String digest, String text) {}

  private record Digested(String path, KindHint hint, PackageUsage.File file) {}

  /// One run over one tree.
  private final class Run {
    private final PackageTree tree;
    private final ExecutorService workers;
    private final Stamps remembered;
    private final Object progressLock = new Object();
    private int done;
    private int total;
    private Map<String, Stripped> stripped = Map.of();

    Run(PackageTree tree, ExecutorService workers) {
      this.tree = tree;
      this.workers = workers;
      this.remembered = stamps.apply(tree);
    }

    SortedMap<String, PackageUsage> usage() {
      Set<Path> folders = new HashSet<>();
      tree.nodes().keySet().forEach(location -> folders.add(tree.root().resolve(location)));
      List<Future<Work>> works = new ArrayList<>();
      for (PackageNode node : tree.nodes().values()) {
        works.add(workers.submit(() -> work(node, folders)));
      }
      List<Work> found = all(works);
      stripped = strip(found);
      total = found.stream().mapToInt(work -> work.hints().size()).sum();
      List<List<Future<Digested>>> files = new ArrayList<>();
      for (Work work : found) {
        List<Future<Digested>> futures = new ArrayList<>();
        work.hints().forEach((path, hint) -> futures.add(workers.submit(() -> file(work, path, hint))));
        files.add(futures);
      }
      SortedMap<String, PackageUsage> usages = new TreeMap<>();
      for (int i = 0; i < found.size(); i++) {
        usages.put(found.get(i).node().location(), packageUsage(found.get(i), all(files.get(i))));
      }
      remembered.keep();
      return usages;
    }

    private Work work(PackageNode node, Set<Path> folders) throws IOException {
      Path folder = tree.root().resolve(node.location());
      // the user's own code changes in place: its results are kept by project, not by version
      String shelf = node.isOwn() ? tree.root() + "\0" + node.location() : node.id().toString();
      return new Work(node, folder, PackageFiles.find(folder, node, folders), cache.open(shelf));
    }

    /// All TypeScript whose result is not kept, without its types, by digest: Node starts once.
    private Map<String, Stripped> strip(List<Work> works) {
      SortedMap<String, String> texts = new TreeMap<>();
      for (Work work : works) {
        work.hints().forEach((path, hint) -> {
          if (hint.untyped() != hint) {
            unknown(work, path, hint).ifPresent(file -> texts.put(file.digest(), file.text()));
          }
        });
      }
      if (texts.isEmpty()) {
        return Map.of();
      }
      List<Stripped> results = types.strip(List.copyOf(texts.values()));
      Map<String, Stripped> byDigest = new HashMap<>();
      int i = 0;
      for (String digest : texts.keySet()) {
        byDigest.put(digest, results.get(i++));
      }
      return byDigest;
    }

    private Optional<Typed> unknown(Work work, String path, KindHint hint) {
      try {
        Path file = work.folder().resolve(path);
        String was = remembered.digest(file);
        if (was != null && work.shelf().known(was, hint.name()) != null) {
          return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        String digest = Base64.getEncoder().encodeToString(sha256().digest(bytes));
        boolean kept = work.shelf().known(digest, hint.name()) != null;
        return kept ? Optional.empty() : Optional.of(new Typed(digest, SourceText.of(bytes).text()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// What is not known of TypeScript is not kept, so that the next run asks again.
    private FileUsage typed(Work work, String digest, KindHint hint) {
      FileUsage known = work.shelf().known(digest, hint.name());
      if (known != null) {
        return known;
      }
      Stripped text = stripped.getOrDefault(digest, new Stripped.Unavailable("it changed while it was read"));
      return text instanceof Stripped.Unavailable
          ? analyzer.analyze(text, hint)
          : work.shelf().usage(digest, hint.name(), () -> analyzer.analyze(text, hint));
    }

    private Digested file(Work work, String path, KindHint hint) throws IOException {
      Path file = work.folder().resolve(path);
      String was = remembered.digest(file);
      FileUsage known = was == null ? null : work.shelf().known(was, hint.name());
      if (was != null && known != null) {
        return new Digested(path, hint, new PackageUsage.File(was, known));
      }
      BasicFileAttributes before = remembered.look(file);
      byte[] bytes = Files.readAllBytes(file);
      String digest = Base64.getEncoder().encodeToString(sha256().digest(bytes));
      remembered.remember(file, before, digest);
      FileUsage usage =
          hint.untyped() == hint
              ? work.shelf().usage(digest, hint.name(), () -> analyzer.analyze(bytes, hint))
              : typed(work, digest, hint);
      synchronized (progressLock) {
        progress.files(++done, total);
      }
      return new Digested(path, hint, new PackageUsage.File(digest, usage));
    }

    private PackageUsage packageUsage(Work work, List<Digested> files) {
      SortedMap<String, PackageUsage.File> byPath = new TreeMap<>();
      MessageDigest digest = sha256();
      for (Digested file : files) {
        byPath.put(file.path(), file.file());
        if (file.hint().isPortable()) {
          digest.update((file.path() + "\0" + file.file().sha256() + "\n").getBytes(UTF_8));
        }
      }
      work.shelf().keep();
      String text = "sha256-" + Base64.getEncoder().encodeToString(digest.digest());
      return new PackageUsage(work.node().location(), byPath, text);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static <T> List<T> all(List<Future<T>> futures) {
    List<T> results = new ArrayList<>(futures.size());
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while analysing", e);
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case IOException cause -> throw new UncheckedIOException(cause);
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
    return results;
  }
}
