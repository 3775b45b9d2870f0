package dev.ambit.cli;

import dev.ambit.cli.launch.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where analysis results and compiled manifests are kept, outside every project.
final class CacheFolder {
  private CacheFolder() {}

  /// The user's cache folder for this program, created; a fresh temporary one where that cannot be written.
  static Path find(Map<String, String> env) {
    Optional<Path> wanted = UserCache.of(env).map(UserCache::folder);
    try {
      if (wanted.isPresent() && Files.isWritable(Files.createDirectories(wanted.get()))) {
        return wanted.get();
      }
    } catch (IOException e) {
      // a read-only home is common in containers, no home among service users
    }
    // a fresh name: what others may have put under a known one must not be taken for analysis results
    try {
      return Files.createTempDirectory("ambit-cache");
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "no cache folder can be written, not even a temporary one", "set XDG_CACHE_HOME to a writable folder");
    }
  }
}
