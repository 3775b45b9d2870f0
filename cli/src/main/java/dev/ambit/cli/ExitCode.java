package dev.ambit.cli;

/// How a command ends. `run` passes Node's own code through instead.
public enum ExitCode {
  CLEAN(0, "clean"),
  FINDINGS(1, "findings"),
  USAGE(2, "wrong usage, unreadable input, or an unfit environment"),
  NOTHING_CHECKED(3, "nothing checked"),
  NOT_VERIFIED(4, "not verified"),
  INTERNAL(70, "internal error");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /// The process exit code.
  public int code() {
    return code;
  }

  /// What it means, for the manual.
  public String meaning() {
    return meaning;
  }
}
