package dev.ambit.integrity.npm;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.tree.LockedFolder;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.catalog.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Whether every installed file is what the registry's tarball held, by the digests in the lock file.
///
/// @param packages whose tarball was at hand and is the one that the lock file means
/// @param files that were compared and are the same
/// @param excluded files and folders that were not looked at
/// @param findings sorted by place; all but notes mean that it is not verified
public record LockCheck(int packages, int files, int excluded, List<Finding> findings) {
  public LockCheck {
    findings = List.copyOf(findings);
  }

  /// Compares all that lies in the project's `node_modules`.
  ///
  /// @param root real path of the project
  /// @param locked what the lock file lists
  /// @param excludes by path below the project; what they cover may be anything
  /// @throws IOException when a folder or an installed file cannot be read
  public static LockCheck of(
      Path root, List<LockedFolder> locked, NpmCache cache, Excludes excludes, Progress progress) throws IOException {
    Claims claims = Claims.of(locked, cache);
    List<PackageFiles.Result> results = new ArrayList<>();
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    ExecutorService workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    try {
      ExecutorCompletionService<PackageFiles.Result> done = new ExecutorCompletionService<>(workers);
      List<LockedFolder> ours = locked.stream().filter(folder -> !claims.isBundled(folder)).toList();
      for (LockedFolder folder : ours) {
        done.submit(() -> check(new PackageFiles(root, claims, excludes), folder, cache));
      }
      List<String> roots = roots(root, locked);
      for (String modules : roots) {
        done.submit(() -> new PackageFiles(root, claims, excludes).unclaimed(modules));
      }
      int total = ours.size() + roots.size();
      for (int i = 1; i <= total; i++) {
        PackageFiles.Result result = done.take().get();
        results.add(result);
        progress.hashed(result.location(), 0, i, total);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException("cannot compare a package", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped while comparing").initCause(e);
    } finally {
      workers.shutdownNow();
    }
    return sum(results);
  }

  private static LockCheck sum(List<PackageFiles.Result> results) {
    List<Finding> findings = new ArrayList<>();
    results.forEach(result -> findings.addAll(result.findings()));
    findings.sort(Comparator.comparing((Finding f) -> f.location() == null ? "" : f.location().file()).thenComparing(Finding::id));
    return new LockCheck(
        (int) results.stream().filter(PackageFiles.Result::compared).count(),
        results.stream().mapToInt(PackageFiles.Result::files).sum(),
        results.stream().mapToInt(PackageFiles.Result::excluded).sum(),
        findings);
  }

  /// Whether nothing but notes was found.
  public boolean isClean() {
    return findings.stream().allMatch(finding -> finding.severity() == Severity.NOTE);
  }

  private static PackageFiles.Result check(PackageFiles files, LockedFolder folder, NpmCache cache) throws IOException {
    Path place = files.root().resolve(folder.location());
    boolean link = Files.isSymbolicLink(place);
    String name = "`" + folder.id() + "` ";
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return folder.mayBeAbsent()
          ? files.nothing(folder)
          : files.only(folder, "missing-package", Severity.ERROR, name + "is not installed", "npm ci");
    }
    String target = folder.link();
    if (target != null) {
      Path meant = files.root().resolve(target);
      return link && Files.exists(meant) && meant.toRealPath().equals(place.toRealPath())
          ? files.only(folder, "own-folder", Severity.NOTE, name + "is the folder `" + target + "` and comes from no registry", null)
          : files.only(folder, "changed-link", Severity.ERROR, name + "is not the link to `" + target + "` that the lock file says", "npm ci");
    }
    if (link) {
      return files.only(
          folder, "changed-link", Severity.ERROR, name + "is a symbolic link to `" + Files.readSymbolicLink(place) + "`", "npm ci");
    }
    if (!Files.isDirectory(place)) {
      return files.only(folder, "missing-package", Severity.ERROR, name + "is no folder", "npm ci");
    }
    String integrity = folder.integrity();
    if (integrity == null) {
      String why = "comes from no registry's tarball: the lock file has no `integrity` for it";
      return files.only(folder, "no-integrity", Severity.ERROR, name + why, "review it, then leave it out with --exclude " + folder.location() + "/");
    }
    List<TarballDigest> wanted = TarballDigest.parse(integrity);
    if (wanted.isEmpty()) {
      String why = "has no SHA-2 digest in the lock file, and nothing weaker proves anything";
      return files.only(folder, "no-integrity", Severity.ERROR, name + why, "npm install --package-lock-only");
    }
    Path tarball = wanted.stream().flatMap(w -> cache.tarball(w).stream()).findFirst().orElse(null);
    String fetch = "npm cache add " + folder.id();
    if (tarball == null) {
      return files.only(folder, "not-in-cache", Severity.ERROR, name + "is not in npm's cache `" + cache.folder() + "`", fetch);
    }
    try {
      return files.compare(folder, Tarball.read(tarball, wanted));
    } catch (Tarball.OtherBytesException e) {
      String why = "has a damaged tarball in npm's cache: it is not the one that the lock file means";
      return files.only(folder, "damaged-tarball", Severity.ERROR, name + why, "npm cache verify && " + fetch);
    } catch (TarballException e) {
      return files.only(folder, "unreadable-tarball", Severity.ERROR, name + "has a tarball that cannot be read: " + e.getMessage(), null);
    }
  }

  /// Every `node_modules` that lies in no other.
  private static List<String> roots(Path root, List<LockedFolder> locked) {
    TreeSet<String> roots = new TreeSet<>(List.of("node_modules"));
    for (LockedFolder folder : locked) {
      String location = "/" + folder.location();
      roots.add(folder.location().substring(0, location.indexOf("/node_modules/") + "node_modules".length()));
      if (folder.link() != null && !("/" + folder.link() + "/").contains("/node_modules/")) {
        roots.add(folder.link() + "/node_modules");
      }
    }
    roots.removeIf(modules -> !Files.exists(root.resolve(modules), LinkOption.NOFOLLOW_LINKS));
    return List.copyOf(roots);
  }

  /// Which folders are somebody's, and whose.
  ///
  /// @param byLocation all that is listed but what other tarballs brought along
  record Claims(SortedMap<String, LockedFolder> byLocation) {
    static Claims of(List<LockedFolder> locked, NpmCache cache) throws IOException {
      SortedMap<String, LockedFolder> byLocation = new TreeMap<>();
      locked.forEach(folder -> byLocation.put(folder.location(), folder));
      // what has no digest of its own may have come with the tarball of the package around it
      Map<String, Tarball> read = new TreeMap<>();
      for (LockedFolder folder : locked) {
        LockedFolder around = folder.integrity() == null && folder.link() == null ? around(byLocation, folder) : null;
        Tarball tarball = around == null ? null : tarball(around, cache, read);
        if (around != null && tarball != null) {
          String below = folder.location().substring(around.location().length() + 1) + "/";
          if (!tarball.files().subMap(below, below + Character.MAX_VALUE).isEmpty()) {
            byLocation.remove(folder.location());
          }
        }
      }
      return new Claims(byLocation);
    }

    private static @Nullable LockedFolder around(SortedMap<String, LockedFolder> all, LockedFolder folder) {
      String location = folder.location();
      for (int at = location.lastIndexOf("/node_modules/"); at > 0; at = location.lastIndexOf("/node_modules/", at - 1)) {
        LockedFolder found = all.get(location.substring(0, at));
        if (found != null && found.integrity() != null) {
          return found;
        }
      }
      return null;
    }

    private static @Nullable Tarball tarball(LockedFolder folder, NpmCache cache, Map<String, Tarball> read) throws IOException {
      Tarball known = read.get(folder.location());
      if (known != null) {
        return known;
      }
      List<TarballDigest> wanted = TarballDigest.parse(folder.integrity() == null ? "" : folder.integrity());
      Path file = wanted.stream().flatMap(w -> cache.tarball(w).stream()).findFirst().orElse(null);
      if (file == null) {
        return null;
      }
      try {
        Tarball tarball = Tarball.read(file, wanted);
        read.put(folder.location(), tarball);
        return tarball;
      } catch (Tarball.OtherBytesException | TarballException e) {
        // its own check says so
        return null;
      }
    }

    /// Whether it belongs to the package around it.
    boolean isBundled(LockedFolder folder) {
      return !byLocation.containsKey(folder.location());
    }

    /// Whether the place itself is somebody's.
    boolean is(String location) {
      return byLocation.containsKey(location);
    }

    /// Whether somebody's place lies below this one.
    boolean anyBelow(String location) {
      return !byLocation.subMap(location + "/", location + "/" + Character.MAX_VALUE).isEmpty();
    }

    /// Whether a file lies in somebody's place, or in a folder of the project that a link leads to.
    boolean covers(String file) {
      for (int at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
        String folder = file.substring(0, at);
        if (byLocation.containsKey(folder) || byLocation.values().stream().anyMatch(f -> folder.equals(f.link()))) {
          return true;
        }
      }
      return false;
    }
  }
}
