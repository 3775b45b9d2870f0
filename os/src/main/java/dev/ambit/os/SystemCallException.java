package dev.ambit.os;

import java.io.IOException;
import java.util.Locale;

/// The operating system refused what it was asked for, or answered what nobody expects.
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /// @param what could not be done: `cannot …`
  /// @param errno the system's error number, 0 where there is none
  /// @param reason in the system's words
  SystemCallException(String what, int errno, String reason) {
    super(what + ": " + reason.toLowerCase(Locale.ROOT));
    this.errno = errno;
  }

  static SystemCallException of(Libc libc, String what, int errno) {
    return new SystemCallException(what, errno, libc.message(errno));
  }

  /// The operating system's error number, for example 13 where something is not permitted; 0 where there is none.
  public int errno() {
    return errno;
  }
}
