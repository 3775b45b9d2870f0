package dev.ambit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where analysis results and compiled manifests are kept, outside every project.
final class CacheFolder {
  private CacheFolder() {}

  /// The user's cache folder for this program, created; a fresh temporary one where that cannot be written.
  static Path find(Map<String, String> env) {
    Path wanted = wanted(env);
    try {
      Files.createDirectories(wanted);
      if (Files.isWritable(wanted)) {
        return wanted;
      }
    } catch (IOException e) {
      // a read-only home is common in containers: fall through to a temporary folder
    }
    try {
      return Files.createTempDirectory("ambit-cache");
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "neither `" + wanted + "` nor the temporary folder can be written", "set XDG_CACHE_HOME to a writable folder");
    }
  }

  private static Path wanted(Map<String, String> env) {
    String xdg = env.get("XDG_CACHE_HOME");
    if (xdg != null && !xdg.isEmpty()) {
      return Path.of(xdg, "ambit");
    }
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(env.getOrDefault("HOME", System.getProperty("user.home", ".")));
    if (os.contains("mac")) {
      return home.resolve("Library/Caches/ambit");
    }
    String local = env.get("LOCALAPPDATA");
    return os.contains("win") && local != null ? Path.of(local, "ambit") : home.resolve(".cache/ambit");
  }
}
