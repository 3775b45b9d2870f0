package dev.ambit.analyze.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Digests of a project's files by their size, time and identity in the file system, so that a start need not
/// read what has not changed.
///
/// Only for what is verified later: the guard hashes each file that it loads. A file that was altered under the
/// same size, time and identity keeps its old digest here, so the guard refuses it; it never runs.
public final class Stamps {
  private static final int VERSION = 1;
  private static final int LARGEST = 1 << 28;

  /// A file written in the same moment as it was hashed could change again without its time changing.
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final @Nullable Path file;
  private final Map<String, Stamp> known;
  private final Map<String, Stamp> used = new ConcurrentHashMap<>();
  private final long started = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());

  private record Stamp(long size, long modified, String identity, String digest) {}

  private Stamps(@Nullable Path file, Map<String, Stamp> known) {
    this.file = file;
    this.known = known;
  }

  /// Remembers nothing: every file is read.
  public static Stamps none() {
    return new Stamps(null, Map.of());
  }

  /// Those of a project.
  ///
  /// @param folder of the cache; may be missing, or not writable
  /// @param project its real path
  public static Stamps of(Path folder, Path project) {
    Path file = folder.resolve("stamps." + VERSION).resolve(UUID.nameUUIDFromBytes(project.toString().getBytes(UTF_8)).toString());
    try {
      return new Stamps(file, Files.exists(file) ? read(file) : Map.of());
    } catch (IOException e) {
      return new Stamps(file, Map.of());
    }
  }

  /// The digest that the file had, if nothing says that it has changed.
  public @Nullable String digest(Path path) throws IOException {
    if (known.isEmpty()) {
      return null;
    }
    Stamp stamp = known.get(path.toString());
    if (stamp == null || !stamp.equals(stamp(path, stamp.digest))) {
      return null;
    }
    used.put(path.toString(), stamp);
    return stamp.digest;
  }

  /// Remembers the digest of a file; to be called with the digest of what was read after `before`.
  ///
  /// @param before what the file system said of the file before it was read, see [#look(Path)]
  public void remember(Path path, @Nullable BasicFileAttributes before, String digest) {
    if (before != null && before.lastModifiedTime().to(TimeUnit.NANOSECONDS) < started - SETTLED_NANOS) {
      used.put(path.toString(), stamp(before, digest));
    }
  }

  /// What the file system says of a file; null where nothing is remembered.
  public @Nullable BasicFileAttributes look(Path path) throws IOException {
    return file == null ? null : Files.readAttributes(path, BasicFileAttributes.class);
  }

  /// Writes what this run remembered, if that is new. A folder that cannot be written is no error: the next run
  /// reads all files again.
  public void keep() {
    if (file == null || used.equals(known)) {
      return;
    }
    try {
      Path parent = Files.createDirectories(file.resolveSibling("."));
      Path aside = Files.createTempFile(parent, "new-", ".tmp");
      try {
        Files.write(aside, write());
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      // read-only or full: slower, never wrong
    }
  }

  private static Stamp stamp(Path path, String digest) throws IOException {
    return stamp(Files.readAttributes(path, BasicFileAttributes.class), digest);
  }

  private static Stamp stamp(BasicFileAttributes attributes, String digest) {
    return new Stamp(
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        String.valueOf(attributes.fileKey()),
        digest);
  }

  private static Map<String, Stamp> read(Path file) throws IOException {
    Map<String, Stamp> stamps = new HashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      int count = in.readInt();
      if (count < 0 || count > LARGEST) {
        throw new IOException("damaged");
      }
      for (int i = 0; i < count; i++) {
        stamps.put(in.readUTF(), new Stamp(in.readLong(), in.readLong(), in.readUTF(), in.readUTF()));
      }
    }
    return stamps;
  }

  private byte[] write() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(used.size());
      for (Map.Entry<String, Stamp> entry : used.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeLong(entry.getValue().size);
        out.writeLong(entry.getValue().modified);
        out.writeUTF(entry.getValue().identity);
        out.writeUTF(entry.getValue().digest);
      }
    }
    return bytes.toByteArray();
  }
}
