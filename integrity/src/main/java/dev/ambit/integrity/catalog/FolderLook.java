package dev.ambit.integrity.catalog;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import dev.ambit.integrity.catalog.FolderScan.Found;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One look through a folder, on all processors. Which thread meets what is chance; the result is not.
final class FolderLook {
  /// So many entries of a folder go to one thread at once.
  private static final int AT_ONCE = 256;

  private record Named(String path, Found found) {}

  private interface Step {
    void run() throws IOException;
  }

  private final Path root;
  private final Excludes excludes;
  private final Queue<List<Named>> files = new ConcurrentLinkedQueue<>();
  private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
  private final ConcurrentSkipListMap<String, Throwable> failures = new ConcurrentSkipListMap<>();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Thread.ofPlatform().daemon().factory());
  private final AtomicLong ahead = new AtomicLong();
  private final CountDownLatch finished = new CountDownLatch(1);

  private FolderLook(Path root, Excludes excludes) {
    this.root = root;
    this.excludes = excludes;
  }

  /// All that is below a folder, itself not.
  ///
  /// @param root its real path
  static FolderScan below(Path root, Excludes excludes) throws IOException {
    FolderLook look = new FolderLook(root, excludes);
    look.later("", () -> look.folder(root, ""));
    return look.result();
  }

  /// One file, named by itself.
  static FolderScan at(Path file, Excludes excludes) throws IOException {
    FolderLook look = new FolderLook(file, excludes);
    Path name = file.toAbsolutePath().normalize().getFileName();
    String path = name == null ? "" : name.toString();
    look.later(path, () -> {
      List<Named> met = new ArrayList<>();
      look.entry(file, path, met);
      look.files.add(met);
    });
    return look.result();
  }

  private FolderScan result() throws IOException {
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped while looking through folders").initCause(e);
    } finally {
      workers.shutdownNow();
    }
    Map.Entry<String, Throwable> failure = failures.firstEntry();
    if (failure != null) {
      throw failure.getValue() instanceof IOException io
          ? io
          : new IOException("cannot look through `" + root + "`", failure.getValue());
    }
    SortedMap<String, Found> sorted = new TreeMap<>();
    for (List<Named> some : files) {
      some.forEach(file -> sorted.put(file.path, file.found));
    }
    List<Finding> all = new ArrayList<>(findings);
    all.sort(Comparator.comparing(Finding::subject));
    return new FolderScan(Collections.unmodifiableSortedMap(sorted), List.copyOf(all));
  }

  /// Hands a step to any thread. Folders can be deeper than a stack, so no step calls the next.
  private void later(String path, Step step) {
    ahead.incrementAndGet();
    workers.execute(() -> {
      try {
        if (failures.isEmpty()) {
          step.run();
        }
      } catch (IOException | RuntimeException | Error e) {
        failures.put(path, e);
      } finally {
        if (ahead.decrementAndGet() == 0) {
          finished.countDown();
        }
      }
    });
  }

  private void folder(Path folder, String prefix) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      List<Path> some = new ArrayList<>();
      for (Path entry : stream) {
        some.add(entry);
        if (some.size() == AT_ONCE) {
          List<Path> full = some;
          later(prefix, () -> entries(full, prefix));
          some = new ArrayList<>();
        }
      }
      entries(some, prefix);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void entries(List<Path> entries, String prefix) throws IOException {
    List<Named> met = new ArrayList<>(entries.size());
    for (Path file : entries) {
      entry(file, prefix + file.getFileName(), met);
    }
    files.add(met);
  }

  private void entry(Path file, String path, List<Named> met) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (excludes.covers(path, attributes.isDirectory())) {
      return;
    }
    Optional<String> problem = MemberPath.problem(path);
    if (problem.isPresent()) {
      finding("unnameable-file", Severity.ERROR, path, problem.get(), "rename it, or exclude it with `--exclude`");
    } else if (attributes.isSymbolicLink()) {
      link(file, path);
    } else if (attributes.isDirectory()) {
      later(path, () -> folder(file, path + "/"));
    } else if (attributes.isRegularFile()) {
      met.add(new Named(path, new Found(file, attributes)));
    } else {
      String message = "`" + path + "` is no regular file, so no catalog can hold it";
      finding("special-file", Severity.REVIEW, path, message, "remove it, or exclude it with `--exclude`");
    }
  }

  private void link(Path link, String path) throws IOException {
    String target = Files.readSymbolicLink(link).toString();
    String message = "symbolic link `" + path + "` to `" + target + "` ";
    String remedy = "replace it with the file, or exclude it with `--exclude`";
    if (!Files.exists(link)) {
      finding("symbolic-link", Severity.REVIEW, path, message + "leads nowhere", remedy);
    } else if (!link.toRealPath().startsWith(root)) {
      String outside = "leads out of the folder: what it points to is in no catalog";
      finding("symbolic-link", Severity.REVIEW, path, message + outside, remedy);
    } else {
      finding("symbolic-link", Severity.NOTE, path, message + "is not followed; its target counts itself", null);
    }
  }

  private void finding(String id, Severity severity, String path, String message, @Nullable String help) {
    findings.add(new Finding(id, severity, path, message, List.of(), Location.of(path), null, help));
  }
}
