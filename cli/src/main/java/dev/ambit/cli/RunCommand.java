package dev.ambit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs a program contained.
@Command(name = "run", description = "run a program contained")
final class RunCommand extends ProjectCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) {
    throw new CommandException(ExitCode.USAGE, "not there yet", null);
  }
}
