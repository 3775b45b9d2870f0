package dev.ambit.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/// The folder where Ambit keeps what it can find out again: `$XDG_CACHE_HOME/ambit`, else the system's own place.
public record UserCache(Path folder) {

  /// The folder for the given environment.
  ///
  /// @return nothing where the environment names no absolute home
  public static Optional<UserCache> of(Map<String, String> environment) {
    return absolute(environment, "XDG_CACHE_HOME")
        .or(() -> absolute(environment, "LOCALAPPDATA"))
        .or(() -> absolute(environment, "HOME").map(home -> home.resolve(
            System.getProperty("os.name", "").startsWith("Mac") ? "Library/Caches" : ".cache")))
        .map(parent -> new UserCache(parent.resolve("ambit")));
  }

  private static Optional<Path> absolute(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value)).filter(Path::isAbsolute);
  }

  /// Writes a file as a whole: whoever reads it meanwhile sees the old or the new one.
  ///
  /// @param name the path beneath the folder
  void write(String name, String text, boolean executable) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), ".draft", null);
    try {
      Files.writeString(draft, text);
      if (executable && !draft.toFile().setExecutable(true)) {
        throw new IOException("`" + draft + "` cannot be made executable");
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
