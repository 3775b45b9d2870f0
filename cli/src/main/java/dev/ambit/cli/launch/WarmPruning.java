package dev.ambit.cli.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Takes away what no start will use again: warm records, their lists, policy manifests.
final class WarmPruning {
  private static final Duration DAY = Duration.ofDays(1);
  /// Longer than a record lives. A manifest that is still read, by a worker of a server that was started long ago,
  /// has a later time of access.
  private static final Duration UNUSED = Duration.ofDays(45);

  private WarmPruning() {}

  /// At most once a day.
  static void daily(UserCache cache) throws IOException {
    Path marker = cache.folder().resolve("warm").resolve("pruned");
    Instant now = Instant.now();
    if (Files.exists(marker) && Files.getLastModifiedTime(marker).toInstant().isAfter(now.minus(DAY))) {
      return;
    }
    Files.writeString(marker, "");
    Files.setLastModifiedTime(marker, FileTime.from(now));
    prune(cache, now);
  }

  static void prune(UserCache cache, Instant now) throws IOException {
    for (String name : new String[] {"warm", "policy"}) {
      Path folder = cache.folder().resolve(name);
      if (!Files.isDirectory(folder)) {
        continue;
      }
      List<Path> files;
      try (Stream<Path> all = Files.walk(folder)) {
        files = all.filter(Files::isRegularFile).toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      for (Path file : files) {
        if (lastUsed(file).isBefore(now.minus(UNUSED))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static Instant lastUsed(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Instant modified = attributes.lastModifiedTime().toInstant();
      Instant read = attributes.lastAccessTime().toInstant();
      return read.isAfter(modified) ? read : modified;
    } catch (NoSuchFileException e) {
      // another start prunes too
      return Instant.MAX;
    }
  }
}
