package dev.ambit.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The C library of Linux or macOS.
///
/// Linking is most of the cost of a first native call, so one handle serves every function: it passes
/// three 64-bit integers or addresses. In both calling conventions of both systems (System V on x86-64,
/// AAPCS64 on Arm) a function with fewer or narrower parameters reads the low bits of the same registers.
/// Variadic functions are out of bounds on macOS, since Apple passes their arguments on the stack; on Linux
/// they take them in registers as any other.
// "restricted" marks the methods that call native code, which is what this class is for
@SuppressWarnings("restricted")
final class Libc {
  /// A call's result and, where that says failure, `errno`.
  record Result(long value, int errno) {
    /// The result of a function that returns a C `int`: the upper half of the register is undefined.
    int asInt() {
      return (int) value;
    }
  }

  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();

  private final MethodHandle call;
  private @Nullable MethodHandle system;
  private final MemorySegment state;
  private final Arena arena;

  /// @throws IllegalCallerException when this JVM may not call native code
  Libc(Arena arena) {
    this.arena = arena;
    this.call = LINKER.downcallHandle(
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
    // on Linux and macOS the captured state is `errno` alone
    this.state = arena.allocate(Linker.Option.captureStateLayout());
  }

  /// Calls a function that must exist.
  Result call(String function, long first, long second, long third) {
    return callIfPresent(function, first, second, third)
        .orElseThrow(() -> new UnsupportedOperationException("this C library has no `" + function + "`"));
  }

  /// Calls a function that older or other C libraries lack.
  ///
  /// @return nothing where it is absent
  Optional<Result> callIfPresent(String function, long first, long second, long third) {
    return SYMBOLS.find(function).map(address -> {
      try {
        long value = (long) call.invokeExact(address, state, first, second, third);
        return new Result(value, state.get(JAVA_INT, 0));
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("calling `" + function + "` failed", e);
      }
    });
  }

  /// Calls Linux itself, for calls that C libraries lack or that take more than three arguments.
  ///
  /// @param number of the call on this processor
  Result system(long number, long first, long second, long third, long fourth, long fifth) {
    MethodHandle handle = system;
    if (handle == null) {
      handle = LINKER.downcallHandle(
          SYMBOLS.findOrThrow("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1),
          Linker.Option.captureCallState("errno"));
      system = handle;
    }
    try {
      long value = (long) handle.invokeExact(state, number, first, second, third, fourth, fifth);
      return new Result(value, state.get(JAVA_INT, 0));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("system call " + number + " failed", e);
    }
  }

  /// Marks a descriptor to be closed by `execve`: `fcntl(descriptor, F_SETFD, FD_CLOEXEC)`, a variadic call.
  void closeOnExec(int descriptor) {
    MethodHandle fcntl = LINKER.downcallHandle(
        SYMBOLS.findOrThrow("fcntl"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
        Linker.Option.firstVariadicArg(2));
    try {
      // the descriptor of the listing itself is closed by now: that failure is no matter
      int ignored = (int) fcntl.invokeExact(descriptor, F_SETFD, FD_CLOEXEC);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling `fcntl` failed", e);
    }
  }

  /// The C library's own words for an `errno`.
  String message(int errno) {
    long text = call("strerror", errno, 0, 0).value();
    return MemorySegment.ofAddress(text).reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
  }

  /// A copy of the bytes with a NUL behind them.
  MemorySegment text(byte[] bytes) {
    MemorySegment copy = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
    return copy;
  }

  /// A NULL-terminated array of texts, as `execve` takes them.
  MemorySegment vector(List<byte[]> texts) {
    MemorySegment vector = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      vector.setAtIndex(ADDRESS, i, text(texts.get(i)));
    }
    return vector;
  }

  MemorySegment zeroed(long bytes) {
    return arena.allocate(bytes, Long.BYTES);
  }
}
