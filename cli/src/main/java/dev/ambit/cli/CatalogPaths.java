package dev.ambit.cli;

import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.catalog.Progress;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the commands about catalogs share: files named on the command line.
final class CatalogPaths {
  private CatalogPaths() {}

  /// The file or folder that the user named, below the wanted folder.
  ///
  /// @throws CommandException when there is none
  static Path existing(Path directory, Path named) {
    Path path = directory.resolve(named);
    if (!Files.exists(path)) {
      throw new CommandException(ExitCode.USAGE, "`" + named + "` does not exist", null);
    }
    return path;
  }

  /// The excludes, and the catalog itself with its signature where they lie among the files.
  static Excludes excluding(Excludes excludes, Path root, Path catalog) {
    Path folder = root.toAbsolutePath().normalize();
    Path file = catalog.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder) || !file.startsWith(folder)) {
      return excludes;
    }
    String relative = folder.relativize(file).toString().replace('\\', '/');
    return excludes.andFile(relative).andFile(relative + ".p7s");
  }

  /// A progress bar for hashing.
  static Progress progress(Console console) {
    return (path, bytes, done, total) -> console.progress("hashing", done, total);
  }
}
