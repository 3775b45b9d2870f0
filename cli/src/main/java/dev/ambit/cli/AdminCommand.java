package dev.ambit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What an administrator sets up: the group of commands about it.
@Command(
    name = "admin",
    mixinStandardHelpOptions = true,
    description = "for administrators: what this machine is to enforce, by Linux or by Windows",
    subcommands = {AdminLinuxCommand.class, AdminWdacCommand.class})
final class AdminCommand implements Runnable {
  @Spec private CommandSpec spec;

  /// For picocli, which fills the fields in.
  @SuppressWarnings("NullAway.Init")
  AdminCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command: linux or wdac");
  }
}
