package dev.ambit.analyze.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ambit.core.usage.FileUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Usage of files by the hash of their content. One file, a *shelf*, holds a package's results, so that a
/// run over ten thousand files opens a few hundred.
public final class UsageCache {
  private final Path folder;

  /// @param folder may be missing, or not writable
  /// @param version of the analysis; results of other versions are not seen
  public UsageCache(Path folder, int version) {
    this.folder = folder.resolve("v" + version + "." + ShelfFormat.VERSION);
  }

  /// The results kept under a name; none when there are none or the file is damaged.
  public Shelf open(String name) {
    Path file = folder.resolve(fileName(name));
    Map<ContentKey, FileUsage> known;
    try {
      known = Files.exists(file) ? ShelfFormat.read(Files.readAllBytes(file)) : Map.of();
    } catch (IOException e) {
      known = Map.of();
    }
    return new Shelf(file, known);
  }

  private static String fileName(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The results for one package during one run; may be used by several threads.
  public static final class Shelf {
    private final Path file;
    private final Map<ContentKey, FileUsage> known;
    private final Map<ContentKey, FileUsage> used = new ConcurrentHashMap<>();
    private final Set<ContentKey> added = ConcurrentHashMap.newKeySet();

    private Shelf(Path file, Map<ContentKey, FileUsage> known) {
      this.file = file;
      this.known = known;
    }

    /// The kept result, or null.
    public @Nullable FileUsage known(String sha256, String hint) {
      ContentKey key = new ContentKey(sha256, hint);
      FileUsage kept = known.get(key);
      if (kept != null) {
        used.put(key, kept);
      }
      return kept;
    }

    /// The kept result, or else the one that `analysis` gives.
    public FileUsage usage(String sha256, String hint, Supplier<FileUsage> analysis) {
      ContentKey key = new ContentKey(sha256, hint);
      FileUsage kept = known.get(key);
      if (kept == null) {
        kept = used.get(key);
      }
      if (kept == null) {
        kept = analysis.get();
        added.add(key);
      }
      used.put(key, kept);
      return kept;
    }

    /// Writes the results of this run, if any is new. A folder that cannot be written is no error: the next
    /// run analyses again.
    public void keep() {
      if (added.isEmpty()) {
        return;
      }
      try {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
          return;
        }
        Files.createDirectories(parent);
        Path aside = Files.createTempFile(parent, "new-", ".tmp");
        try {
          Files.write(aside, ShelfFormat.write(used));
          Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
          Files.deleteIfExists(aside);
        }
      } catch (IOException e) {
        // read-only or full: slower, never wrong
      }
    }
  }
}
