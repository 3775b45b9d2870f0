package dev.ambit.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Bytes in a file of Linux's memory that nobody can change any more, for a program that this process becomes:
/// `memfd_create` with all seals.
///
/// @param descriptor open in this process; give it to [Exec] to hand it over
public record SealedMemory(int descriptor) {
  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_ALLOW_SEALING = 2;
  private static final int MFD_NOEXEC_SEAL = 8;
  private static final int F_DUPFD = 0;
  private static final int F_ADD_SEALS = 1033;
  private static final int F_GET_SEALS = 1034;
  /// Seals of their own, shrinking, growing, writing.
  private static final int ALL_SEALS = 1 | 2 | 4 | 8;
  /// Node closes what it inherited for its own children, at start: the first 16 descriptors, and on from there to
  /// the first gap. One beyond a gap reaches the children too.
  private static final int LOWEST = 200;

  /// Copies the bytes there and seals them.
  ///
  /// @param name shown in `/proc`, for people only
  /// @return nothing where the system has no such memory, or no descriptor is left
  public static Optional<SealedMemory> of(String name, byte[] bytes) {
    if (Linux.current().isEmpty()) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      MemorySegment text = libc.text(RawText.ofThisProcess().bytes(name));
      int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
      Optional<Libc.Result> made = libc.callIfPresent("memfd_create", text.address(), flags | MFD_NOEXEC_SEAL, 0);
      if (made.filter(result -> result.asInt() < 0 && result.errno() == Linux.EINVAL).isPresent()) {
        // before Linux 6.3
        made = libc.callIfPresent("memfd_create", text.address(), flags, 0);
      }
      if (made.isEmpty() || made.get().asInt() < 0) {
        return Optional.empty();
      }
      int descriptor = made.get().asInt();
      try {
        return written(libc, descriptor, libc.text(bytes), bytes.length) && sealed(libc, descriptor)
            ? handed(libc, descriptor)
            : Optional.empty();
      } finally {
        libc.call("close", descriptor, 0, 0);
      }
    } catch (IllegalCallerException e) {
      return Optional.empty();
    }
  }

  /// Where the program finds it.
  public String path() {
    return "/proc/self/fd/" + descriptor;
  }

  private static boolean written(Libc libc, int descriptor, MemorySegment bytes, long length) {
    long done = 0;
    while (done < length) {
      long now = libc.call("write", descriptor, bytes.address() + done, length - done).value();
      if (now <= 0) {
        return false;
      }
      done += now;
    }
    return true;
  }

  private static boolean sealed(Libc libc, int descriptor) {
    libc.call("fcntl", descriptor, F_ADD_SEALS, ALL_SEALS);
    return (libc.call("fcntl", descriptor, F_GET_SEALS, 0).asInt() & ALL_SEALS) == ALL_SEALS;
  }

  private static Optional<SealedMemory> handed(Libc libc, int descriptor) {
    int copy = libc.call("fcntl", descriptor, F_DUPFD, LOWEST).asInt();
    return copy < 0 ? Optional.empty() : Optional.of(new SealedMemory(copy));
  }
}
