package dev.ambit.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The folder whose files the policy manifest knows.
///
/// @param real its real path
record ProjectFolder(Path real) {
  private static final List<String> ENDINGS = List.of("", ".js", ".cjs", ".mjs", ".json", ".node");

  /// @throws LaunchException when there is no such folder
  static ProjectFolder of(Path folder) throws LaunchException {
    try {
      Path real = folder.toRealPath();
      if (Files.isDirectory(real)) {
        return new ProjectFolder(real);
      }
    } catch (IOException e) {
      // the same to the user as a file that is no folder
    }
    throw new LaunchException("no folder `" + folder + "`; name the project with `-C`");
  }

  boolean holds(Path realPath) {
    return realPath.startsWith(real);
  }

  /// Checks that a file that Node is asked to run lies in the project.
  ///
  /// @param written as the user wrote it, perhaps without its ending, as Node allows
  /// @throws LaunchException when it does not exist or lies elsewhere
  void requireHeld(String written, Path cwd) throws LaunchException {
    Path found = find(written, cwd).orElseThrow(() -> new LaunchException("no file `" + written
        + "`; to run a program: `ambit run -- " + written + "`"));
    if (!holds(found)) {
      throw new LaunchException("`" + written + "` is outside of the project `" + real
          + "`, so no manifest knows its code; run it from its own project: `ambit run -C "
          + found.getParent() + " " + found.getFileName() + "`");
    }
  }

  /// The real path of a file or folder that Node would take.
  static Optional<Path> find(String written, Path cwd) {
    for (String ending : ENDINGS) {
      Path file = cwd.resolve(written + ending);
      if (Files.exists(file)) {
        try {
          return Optional.of(file.toRealPath());
        } catch (IOException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
