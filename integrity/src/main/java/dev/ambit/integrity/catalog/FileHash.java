package dev.ambit.integrity.catalog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Hashes one file in a single pass and little memory, whatever its size.
public final class FileHash {
  private static final int BUFFER = 1 << 16;

  private FileHash() {}

  /// Reads the file and returns it as a member. An empty or ordinary file is hashed flat in any case.
  ///
  /// @param path what the member is called
  /// @param authenticode whether a Windows program is to be hashed as such
  /// @throws IOException when it is no regular file, cannot be read, or changes meanwhile
  public static Member of(String path, Path file, Set<DigestAlgorithm> algorithms, boolean authenticode)
      throws IOException {
    BasicFileAttributes before = attributes(file);
    if (!before.isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "is not a regular file");
    }
    Map<DigestAlgorithm, MessageDigest> digests = new EnumMap<>(DigestAlgorithm.class);
    algorithms.forEach(algorithm -> digests.put(algorithm, algorithm.start()));
    Coverage coverage;
    long size;
    try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      Optional<AuthenticodeRanges> ranges = authenticode ? AuthenticodeRanges.of(channel) : Optional.empty();
      size = channel.size();
      coverage = ranges.isPresent() ? Coverage.AUTHENTICODE : Coverage.FLAT;
      if (ranges.isPresent()) {
        AuthenticodeRanges covered = ranges.get();
        update(channel, 0, covered.checksum(), digests.values());
        update(channel, covered.checksum() + 4, covered.entry(), digests.values());
        update(channel, covered.entry() + 8, covered.end(), digests.values());
        digests.values().forEach(digest -> digest.update(new byte[covered.padding()]));
      } else {
        update(channel, 0, size, digests.values());
      }
    }
    BasicFileAttributes after = attributes(file);
    if (size != before.size()
        || size != after.size()
        || !before.lastModifiedTime().equals(after.lastModifiedTime())) {
      throw changed(file);
    }
    Digest[] results =
        digests.entrySet().stream().map(e -> new Digest(e.getKey(), e.getValue().digest())).toArray(Digest[]::new);
    return Member.of(path, OptionalLong.of(size), coverage, results);
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static IOException changed(Path file) {
    return new FileSystemException(file.toString(), null, "changed while it was read; run this again");
  }

  private static void update(FileChannel channel, long from, long to, Collection<MessageDigest> digests)
      throws IOException {
    // most files are small, and to clear a large buffer for each costs more than to hash it
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, to - from));
    channel.position(from);
    for (long left = to - from; left > 0; ) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      int count = channel.read(buffer);
      if (count < 0) {
        throw new EOFException("the file ended while it was read; run this again");
      }
      left -= count;
      digests.forEach(digest -> digest.update(buffer.array(), 0, count));
    }
  }
}
