package dev.ambit.os;

import java.lang.foreign.Arena;

/// The exec securebits of Linux 6.14 and newer: what a process asks of every interpreter that it starts.
///
/// `RESTRICT_FILE` wants that a file passes [ExecutionCheck] before it is interpreted, `DENY_INTERACTIVE` that nothing
/// is interpreted that is no such file. Every process may set them for itself; children inherit them, and a locked
/// one cannot be cleared.
///
/// @param bits all securebits of the thread, those of capabilities included
public record Securebits(int bits) {
  private static final int PR_GET_SECUREBITS = 27;
  private static final int PR_SET_SECUREBITS = 28;
  private static final int RESTRICT_FILE = 1 << 8;
  private static final int RESTRICT_FILE_LOCKED = 1 << 9;
  private static final int DENY_INTERACTIVE = 1 << 10;
  private static final int DENY_INTERACTIVE_LOCKED = 1 << 11;

  /// Nothing is asked for: every system without these bits.
  public static final Securebits NONE = new Securebits(0);

  /// Those of this thread. A kernel that does not know them has none set.
  ///
  /// @throws SystemCallException when the kernel refuses to say; then nobody may assume that none is set
  public static Securebits read() throws SystemCallException {
    if (Linux.current().isEmpty()) {
      return NONE;
    }
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      Libc.Result result = libc.call("prctl", PR_GET_SECUREBITS, 0, 0);
      if (result.asInt() >= 0) {
        return new Securebits(result.asInt());
      }
      if (result.errno() == Linux.EINVAL || result.errno() == Linux.ENOSYS) {
        // no kernel's own answer: a compatible one without these bits
        return NONE;
      }
      throw SystemCallException.of(libc, "cannot read the exec securebits", result.errno());
    }
  }

  /// Sets them for this thread and for the program that it becomes ([Exec]); other threads keep theirs.
  ///
  /// @throws SystemCallException when the kernel does not know them (before 6.14), or one that is locked would change
  public void apply() throws SystemCallException {
    if (Linux.current().isEmpty()) {
      throw new SystemCallException("cannot set the exec securebits", 0, "only Linux 6.14 and newer has them");
    }
    if (read().equals(this)) {
      // the kernel calls it an error when nothing changes
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      Libc.Result result = libc.call("prctl", PR_SET_SECUREBITS, bits, 0);
      if (result.asInt() != 0) {
        String reason = result.errno() == Linux.EPERM
            ? "a locked one would change, or this kernel is older than 6.14"
            : libc.message(result.errno());
        throw new SystemCallException("cannot set the exec securebits", result.errno(), reason);
      }
    }
  }

  /// With `RESTRICT_FILE`, and locked where wanted.
  public Securebits restrictingFiles(boolean locked) {
    return new Securebits(bits | RESTRICT_FILE | (locked ? RESTRICT_FILE_LOCKED : 0));
  }

  /// With `DENY_INTERACTIVE`, and locked where wanted.
  public Securebits denyingInteractive(boolean locked) {
    return new Securebits(bits | DENY_INTERACTIVE | (locked ? DENY_INTERACTIVE_LOCKED : 0));
  }

  /// Whether each file must pass the check.
  public boolean restrictsFiles() {
    return (bits & RESTRICT_FILE) != 0;
  }

  /// Whether that can no longer be changed.
  public boolean restrictsFilesForGood() {
    return (bits & RESTRICT_FILE_LOCKED) != 0;
  }

  /// Whether code that is in no file is refused.
  public boolean deniesInteractive() {
    return (bits & DENY_INTERACTIVE) != 0;
  }

  /// Whether that can no longer be changed.
  public boolean deniesInteractiveForGood() {
    return (bits & DENY_INTERACTIVE_LOCKED) != 0;
  }
}
