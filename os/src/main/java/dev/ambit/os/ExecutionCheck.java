package dev.ambit.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Asks Linux whether a file may be executed, without executing it: `execveat` with `AT_EXECVE_CHECK`, Linux 6.14
/// and newer. The kernel looks at the mode, the mount and what security modules (IMA, IPE, Landlock) say.
///
/// Belongs to the thread that made it.
public final class ExecutionCheck implements AutoCloseable {
  private static final int O_RDONLY_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_EXECVE_CHECK = 0x10000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_BYTES = 256;
  private static final int PATH_BYTES = 4096;

  /// What the kernel says.
  public sealed interface Answer {
    /// It may be executed.
    ///
    /// @param identity of the file that was checked
    record Passed(FileIdentity identity) implements Answer {}

    /// It may not.
    ///
    /// @param errno the system's error number: 13 for a file without the execute permission, 26 while it is written
    /// @param reason in the system's words, lower case
    record Refused(int errno, String reason) implements Answer {}
  }

  private final Arena arena;
  private final Libc libc;
  private final Linux linux;
  private final RawText raw = RawText.ofThisProcess();
  private final MemorySegment path;
  private final MemorySegment empty;
  private final MemorySegment nothing;
  private final MemorySegment status;

  private ExecutionCheck(Arena arena, Linux linux) {
    this.arena = arena;
    this.linux = linux;
    libc = new Libc(arena);
    path = arena.allocate(PATH_BYTES);
    empty = libc.text(new byte[0]);
    nothing = libc.vector(List.of());
    status = libc.zeroed(STATX_BYTES);
  }

  /// Opens the check.
  ///
  /// @return nothing where the kernel cannot be asked: it is older, or no Linux
  public static Optional<ExecutionCheck> open() {
    Optional<Linux> linux = Linux.current();
    if (linux.isEmpty()) {
      return Optional.empty();
    }
    ExecutionCheck check = new ExecutionCheck(Arena.ofConfined(), linux.get());
    if (check.isKnown()) {
      return Optional.of(check);
    }
    check.close();
    return Optional.empty();
  }

  /// Whether the kernel knows the flag: one that does not calls it an invalid argument, whatever the file.
  private boolean isKnown() {
    int descriptor = opened(Path.of("/proc/self/exe"));
    if (descriptor < 0) {
      descriptor = opened(Path.of("/"));
    }
    try {
      Libc.Result result = ask(descriptor);
      return result.asInt() == 0 || (result.errno() != Linux.EINVAL && result.errno() != Linux.ENOSYS);
    } finally {
      libc.call("close", descriptor, 0, 0);
    }
  }

  /// Checks the file that lies there now.
  public Answer check(Path file) {
    int descriptor = opened(file);
    if (descriptor < 0) {
      return refused(-descriptor);
    }
    try {
      // the identity first: a change after it is seen by whoever compares
      Libc.Result looked =
          libc.system(linux.statx(), descriptor, empty.address(), AT_EMPTY_PATH, STATX_BASIC_STATS, status.address());
      if (looked.asInt() != 0) {
        return refused(looked.errno());
      }
      FileIdentity identity = identity();
      Libc.Result result = ask(descriptor);
      return result.asInt() == 0 ? new Answer.Passed(identity) : refused(result.errno());
    } finally {
      libc.call("close", descriptor, 0, 0);
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  /// @return the descriptor, or the error number below zero
  private int opened(Path file) {
    byte[] name = raw.bytes(file.toString());
    if (name.length >= PATH_BYTES) {
      return -36; // ENAMETOOLONG
    }
    MemorySegment.copy(name, 0, path, ValueLayout.JAVA_BYTE, 0, name.length);
    path.set(ValueLayout.JAVA_BYTE, name.length, (byte) 0);
    Libc.Result result = libc.call("open", path.address(), O_RDONLY_CLOEXEC_NONBLOCK, 0);
    return result.asInt() < 0 ? -result.errno() : result.asInt();
  }

  private Libc.Result ask(int descriptor) {
    return libc.system(linux.execveat(), descriptor, empty.address(), nothing.address(), nothing.address(),
        AT_EMPTY_PATH | AT_EXECVE_CHECK);
  }

  private Answer refused(int errno) {
    return new Answer.Refused(errno, lower(libc.message(errno)));
  }

  private static String lower(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /// Reads `struct statx`, which is the same on every processor.
  private FileIdentity identity() {
    long seconds = status.get(JAVA_LONG, 96);
    long nanoseconds = Integer.toUnsignedLong(status.get(JAVA_INT, 104));
    long major = Integer.toUnsignedLong(status.get(JAVA_INT, 136));
    long minor = Integer.toUnsignedLong(status.get(JAVA_INT, 140));
    long device = (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffL) << 12) | ((major & ~0xfffL) << 32);
    return new FileIdentity(
        device, status.get(JAVA_LONG, 32), seconds * 1_000_000_000L + nanoseconds, status.get(JAVA_LONG, 40));
  }
}
