package dev.ambit.cli.launch;

/// A program cannot be started contained; the message says why and what to do.
public final class LaunchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean blocked;

  LaunchException(String message) {
    this(message, false);
  }

  private LaunchException(String message, boolean blocked) {
    super(message);
    this.blocked = blocked;
  }

  /// For code that is in no file, where only signed files may run.
  static LaunchException blocked(String message) {
    return new LaunchException("ERR_CODE_INTEGRITY_BLOCKED " + message, true);
  }

  /// Whether it was refused since nobody can have signed it.
  public boolean isBlocked() {
    return blocked;
  }
}
