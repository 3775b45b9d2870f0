package dev.ambit.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// A program could not be started; this process is still itself.
public final class ExecException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  ExecException(String what, Path path, int errno, String reason) {
    super("cannot " + what + " `" + path + "`: " + reason.toLowerCase(Locale.ROOT));
    this.errno = errno;
  }

  /// The operating system's error number, for example 2 where there is no such file.
  public int errno() {
    return errno;
  }
}
