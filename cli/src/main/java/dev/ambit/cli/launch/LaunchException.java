package dev.ambit.cli.launch;

/// A program cannot be started contained; the message says why and what to do. Exit code 2.
public final class LaunchException extends Exception {
  private static final long serialVersionUID = 1L;

  LaunchException(String message) {
    super(message);
  }
}
