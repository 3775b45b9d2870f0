package dev.ambit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Policy manifests as files: the group of commands about them.
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "make, sign and verify policy manifests",
    subcommands = {PolicyCreateCommand.class, PolicySignCommand.class, PolicyVerifyCommand.class})
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  /// For picocli, which fills the fields in.
  @SuppressWarnings("NullAway.Init")
  PolicyCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command: create, sign or verify");
  }
}
