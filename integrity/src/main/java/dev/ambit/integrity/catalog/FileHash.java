package dev.ambit.integrity.catalog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Hashes files one after another, each in a single pass and little memory, whatever its size. Belongs to one thread.
public final class FileHash {
  private static final int BUFFER = 1 << 16;
  private static final Set<OpenOption> HOW = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  // most files are small: to find a function and to clear a buffer for each costs more than to hash it
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final Map<DigestAlgorithm, MessageDigest> known = new EnumMap<>(DigestAlgorithm.class);

  FileHash() {}

  /// Reads the file and returns it as a member. An empty or ordinary file is hashed flat in any case.
  ///
  /// @param path what the member is called
  /// @param authenticode whether a Windows program is to be hashed as such
  /// @throws IOException when it is no regular file, cannot be read, or changes meanwhile
  public static Member of(String path, Path file, Set<DigestAlgorithm> algorithms, boolean authenticode)
      throws IOException {
    return new FileHash().member(path, file, algorithms, authenticode);
  }

  Member member(String path, Path file, Set<DigestAlgorithm> algorithms, boolean authenticode) throws IOException {
    BasicFileAttributes before = attributes(file);
    return member(path, file, before, algorithms, authenticode).orElseThrow(() -> changed(file));
  }

  /// As [#member(String, Path, Set, boolean)] where the attributes are known already.
  ///
  /// @param before not through a link
  /// @return nothing when the file has changed since, or does so now
  Optional<Member> member(
      String path, Path file, BasicFileAttributes before, Set<DigestAlgorithm> algorithms, boolean authenticode)
      throws IOException {
    if (!before.isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "is not a regular file");
    }
    MessageDigest[] digests = new MessageDigest[algorithms.size()];
    int count = 0;
    for (DigestAlgorithm algorithm : algorithms) {
      digests[count++] = known.computeIfAbsent(algorithm, DigestAlgorithm::start);
    }
    for (MessageDigest digest : digests) {
      digest.reset();
    }
    Coverage coverage = Coverage.FLAT;
    long size;
    try (FileChannel channel = FileChannel.open(file, HOW)) {
      Optional<AuthenticodeRanges> ranges = authenticode ? AuthenticodeRanges.of(channel) : Optional.empty();
      if (ranges.isPresent()) {
        coverage = Coverage.AUTHENTICODE;
        size = channel.size();
        program(channel, ranges.get(), digests);
      } else {
        size = whole(channel, before.size(), digests);
      }
    }
    BasicFileAttributes after = attributes(file);
    if (size != before.size()
        || size != after.size()
        || !before.lastModifiedTime().equals(after.lastModifiedTime())) {
      return Optional.empty();
    }
    Digest[] results = new Digest[digests.length];
    count = 0;
    for (DigestAlgorithm algorithm : algorithms) {
      results[count] = new Digest(algorithm, digests[count].digest());
      count++;
    }
    return Optional.of(Member.of(path, OptionalLong.of(size), coverage, results));
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static IOException changed(Path file) {
    return new FileSystemException(file.toString(), null, "changed while it was read; run this again");
  }

  /// Reads to the end, without asking for it where the expected size is reached in the middle of the buffer.
  private long whole(FileChannel channel, long expected, MessageDigest[] digests) throws IOException {
    long size = 0;
    while (true) {
      int count = channel.read(buffer.clear());
      if (count < 0) {
        return size;
      }
      size += count;
      update(digests, count);
      if (size == expected && count < BUFFER) {
        return size;
      }
    }
  }

  private void program(FileChannel channel, AuthenticodeRanges covered, MessageDigest[] digests) throws IOException {
    update(channel, 0, covered.checksum(), digests);
    update(channel, covered.checksum() + 4, covered.entry(), digests);
    update(channel, covered.entry() + 8, covered.end(), digests);
    for (MessageDigest digest : digests) {
      digest.update(new byte[covered.padding()]);
    }
  }

  private void update(FileChannel channel, long from, long to, MessageDigest[] digests) throws IOException {
    channel.position(from);
    for (long left = to - from; left > 0; ) {
      int count = channel.read(buffer.clear().limit((int) Math.min(left, BUFFER)));
      if (count < 0) {
        throw new EOFException("the file ended while it was read; run this again");
      }
      left -= count;
      update(digests, count);
    }
  }

  private void update(MessageDigest[] digests, int count) {
    for (MessageDigest digest : digests) {
      digest.update(buffer.array(), 0, count);
    }
  }
}
