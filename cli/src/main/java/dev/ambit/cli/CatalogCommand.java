package dev.ambit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Hashes of files that may run: the group of commands about them.
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description = "make, sign, verify and compare catalogs: hashes of the files that may run",
    subcommands = {
      CatalogCreateCommand.class,
      CatalogSignCommand.class,
      CatalogVerifyCommand.class,
      CatalogShowCommand.class,
      CatalogDiffCommand.class
    })
final class CatalogCommand implements Runnable {
  @Spec private CommandSpec spec;

  /// For picocli, which fills the fields in.
  @SuppressWarnings("NullAway.Init")
  CatalogCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command: create, sign, verify, show or diff");
  }
}
