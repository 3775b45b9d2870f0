package dev.ambit.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the guard lies that belongs to this program.
final class GuardFolder {
  private GuardFolder() {}

  /// The folder `guard` beside the folder of the program's jars; in a build without jars, that of the checkout.
  ///
  /// @throws CommandException when the installation is incomplete: nothing runs without its guard
  static Path find() {
    Path guard = program().resolve("guard");
    if (!Files.isRegularFile(guard.resolve("src/start.cjs"))) {
      throw new CommandException(ExitCode.USAGE, "the guard is missing from `" + guard + "`", "install ambit again");
    }
    return guard;
  }

  private static Path program() {
    try {
      Path code = Path.of(Ambit.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // app/lib/ambit-cli.jar, or cli/target/classes
      return Files.isDirectory(code) ? code.resolve("../../..").normalize() : code.resolve("../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program's own place is no file", e);
    }
  }
}
