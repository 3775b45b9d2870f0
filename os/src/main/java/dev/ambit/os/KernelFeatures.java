package dev.ambit.os;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/// What the kernel of this machine can do for Ambit; all of it absent where this is no Linux.
///
/// @param executionCheck whether it answers `AT_EXECVE_CHECK` (Linux 6.14)
/// @param sealedMemory whether it has `memfd_create` with seals (Linux 3.17)
/// @param closeRange whether it has `close_range` with `CLOSE_RANGE_CLOEXEC` (Linux 5.11)
/// @param landlock version of Landlock's interface, 0 without it (Linux 5.13)
public record KernelFeatures(boolean executionCheck, boolean sealedMemory, boolean closeRange, int landlock) {
  private static final int LANDLOCK_CREATE_RULESET = 444;
  private static final int LANDLOCK_CREATE_RULESET_VERSION = 1;
  private static final long NO_DESCRIPTOR = 0x7fff_fffeL;
  private static final int CLOSE_RANGE_CLOEXEC = 4;

  /// Tries each of them; nothing stays behind.
  public static KernelFeatures ofThisMachine() {
    if (Linux.current().isEmpty()) {
      return new KernelFeatures(false, false, false, 0);
    }
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      var check = ExecutionCheck.open();
      check.ifPresent(ExecutionCheck::close);
      var memory = SealedMemory.of("ambit-doctor", "x".getBytes(StandardCharsets.UTF_8));
      memory.ifPresent(made -> libc.call("close", made.descriptor(), 0, 0));
      boolean closeRange = libc.callIfPresent("close_range", NO_DESCRIPTOR, NO_DESCRIPTOR, CLOSE_RANGE_CLOEXEC)
          .filter(result -> result.asInt() == 0)
          .isPresent();
      int landlock =
          libc.system(LANDLOCK_CREATE_RULESET, 0, 0, LANDLOCK_CREATE_RULESET_VERSION, 0, 0).asInt();
      return new KernelFeatures(check.isPresent(), memory.isPresent(), closeRange, Math.max(landlock, 0));
    } catch (IllegalCallerException e) {
      return new KernelFeatures(false, false, false, 0);
    }
  }
}
