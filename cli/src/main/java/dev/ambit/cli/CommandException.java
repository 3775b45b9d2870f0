package dev.ambit.cli;

import org.jspecify.annotations.Nullable;

/// Ends a command with a message that a person can act on.
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final ExitCode exitCode;
  private final @Nullable String help;

  /// @param exitCode how the command ends
  /// @param message what is wrong: lower case, user input in backticks
  /// @param help the next command to run, or null
  public CommandException(ExitCode exitCode, String message, @Nullable String help) {
    super(message);
    this.exitCode = exitCode;
    this.help = help;
  }

  /// How the command ends.
  public ExitCode exitCode() {
    return exitCode;
  }

  /// The next command to run, or null.
  public @Nullable String help() {
    return help;
  }
}
