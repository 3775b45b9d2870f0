package dev.ambit.os;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Replaces this process by another program, so that no JVM remains: `execve(2)` on Linux and macOS.
///
/// The program finds itself as if the shell had started it. What a JVM leaves otherwise, measured on
/// JDK 25: `SIGQUIT` blocked, inherited ignored signals no longer ignored where the JVM handles them,
/// `lib/modules` and jars open, and a raised `RLIMIT_NOFILE` (the launcher prevents that one with
/// `-XX:-MaxFDLimit`). Signal handlers fall back to their default by themselves; signals 32 and 33 belong to the C
/// library, which sets them anew. Not carried over: a parent-death signal (`PR_SET_PDEATHSIG`), which belongs to the JVM's first thread. Shutdown hooks do not run.
public final class Exec {
  private static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");
  private static final int SIGNALS = MAC ? 31 : 64;
  private static final int SIGQUIT = 3;
  /// Signals that the JVM itself raises and must catch until the last instruction: ILL, TRAP, BUS, FPE, SEGV.
  private static final long NEEDED_BY_JVM = bit(4) | bit(5) | bit(MAC ? 10 : 7) | bit(8) | bit(11);
  private static final int SIG_IGN = 1;
  private static final int SIG_SETMASK = MAC ? 3 : 2;
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final int ENOEXEC = 8;
  /// Larger than a `sigset_t` of any system.
  private static final int SIGNAL_SET_BYTES = 128;

  private Exec() {}

  /// Whether this system can replace a process at all; where not, [Spawn] starts a child instead.
  public static boolean isSupported() {
    return File.separatorChar == '/';
  }

  /// Links what [#replace] calls, and changes nothing: for the run that trains the JVM's start-up cache, since
  /// linking is most of the cost.
  public static void rehearse() {
    if (isSupported()) {
      try (Arena arena = Arena.ofConfined()) {
        new Libc(arena).message(0);
      }
    }
  }

  /// Replaces this process. Does not return.
  ///
  /// @param program the file to run; a script without `#!` is given to `/bin/sh`, as shells do
  /// @param argv the arguments, the program's own name first
  /// @param env the whole environment; a value that came from this process passes byte for byte
  /// @param cwd the working directory of the program
  /// @throws ExecException when the directory or the program cannot be used; the process continues, but its
  ///   files are marked to be closed and its working directory may have changed: say what happened and exit
  /// @throws IllegalArgumentException when a text holds a NUL character
  /// @throws UnsupportedOperationException when this JVM or system cannot call `execve`: use [Spawn]
  public static void replace(Path program, List<String> argv, Map<String, String> env, Path cwd)
      throws ExecException {
    replace(program, argv, env, cwd, Set.of());
  }

  /// As [#replace(Path, List, Map, Path)], and hands over open files.
  ///
  /// @param handed descriptors that the program inherits, see [SealedMemory]
  public static void replace(
      Path program, List<String> argv, Map<String, String> env, Path cwd, Set<Integer> handed) throws ExecException {
    if (!isSupported()) {
      throw new UnsupportedOperationException("this system has no `execve`");
    }
    Inherited inherited = Inherited.current();
    List<byte[]> arguments = new ArrayList<>();
    RawText raw = RawText.ofThisProcess();
    argv.forEach(argument -> arguments.add(raw.bytes(checked(argument))));
    List<byte[]> variables = new ArrayList<>();
    env.forEach((name, value) -> variables.add(raw.bytes(checked(name + "=" + value))));
    System.out.flush();
    System.err.flush();
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      MemorySegment file = libc.text(raw.bytes(program.toString()));
      MemorySegment vector = libc.vector(arguments);
      MemorySegment environment = libc.vector(variables);
      Libc.Result moved = libc.call("chdir", libc.text(raw.bytes(cwd.toString())).address(), 0, 0);
      if (moved.asInt() != 0) {
        throw new ExecException("enter", cwd, moved.errno(), libc.message(moved.errno()));
      }
      closeOnExec(libc, inherited, handed);
      ignore(libc, inherited);
      MemorySegment before = libc.zeroed(SIGNAL_SET_BYTES);
      block(libc, inherited, before);
      Libc.Result failed = libc.call("execve", file.address(), vector.address(), environment.address());
      if (failed.errno() == ENOEXEC) {
        arguments.set(0, raw.bytes(program.toString()));
        arguments.addFirst(raw.bytes("/bin/sh"));
        libc.call("execve", libc.text(raw.bytes("/bin/sh")).address(), libc.vector(arguments).address(),
            environment.address());
      }
      libc.call("pthread_sigmask", SIG_SETMASK, before.address(), 0);
      throw new ExecException("run", program, failed.errno(), libc.message(failed.errno()));
    } catch (IllegalCallerException e) {
      throw new UnsupportedOperationException("this JVM may not call native code", e);
    }
  }

  private static String checked(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("`" + text.replace("\0", "\\0") + "` holds a NUL character");
    }
    return text;
  }

  /// Marks every file that the JVM opened, and only those.
  private static void closeOnExec(Libc libc, Inherited inherited, Set<Integer> handed) {
    int first = 3;
    NavigableSet<Integer> all = new TreeSet<>(inherited.descriptors());
    all.addAll(handed);
    for (int kept : all.tailSet(first)) {
      closeOnExec(libc, first, kept - 1L);
      first = kept + 1;
    }
    closeOnExec(libc, first, 0xffff_ffffL);
  }

  private static void closeOnExec(Libc libc, int first, long last) {
    if (first > last) {
      return;
    }
    boolean done = libc.callIfPresent("close_range", first, last, CLOSE_RANGE_CLOEXEC)
        .filter(result -> result.asInt() == 0)
        .isPresent();
    if (!done) {
      closeEach(libc, first, last);
    }
  }

  /// For macOS, musl and kernels before 5.11.
  private static void closeEach(Libc libc, int first, long last) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/dev/fd"))) {
      for (Path entry : open) {
        int descriptor = Integer.parseInt(entry.getFileName().toString());
        if (descriptor >= first && descriptor <= last) {
          libc.closeOnExec(descriptor);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ignore(Libc libc, Inherited inherited) {
    long ignored = inherited.ignoredSignals().orElse(0) & ~NEEDED_BY_JVM;
    for (int signal = 1; signal <= SIGNALS; signal++) {
      if ((ignored & bit(signal)) != 0) {
        libc.call("signal", signal, SIG_IGN, 0);
      }
    }
  }

  /// Gives this thread, whose mask the program inherits, the mask that the JVM was started with.
  private static void block(Libc libc, Inherited inherited, MemorySegment before) {
    libc.call("pthread_sigmask", SIG_SETMASK, 0, before.address());
    OptionalLong blocked = inherited.blockedSignals();
    MemorySegment after = libc.zeroed(SIGNAL_SET_BYTES).copyFrom(before);
    if (MAC) {
      int mask = before.get(ValueLayout.JAVA_INT, 0);
      after.set(ValueLayout.JAVA_INT, 0, (int) (blocked.orElse(mask & ~bit(SIGQUIT)) & ~NEEDED_BY_JVM));
    } else {
      long mask = before.get(ValueLayout.JAVA_LONG, 0);
      after.set(ValueLayout.JAVA_LONG, 0, blocked.orElse(mask & ~bit(SIGQUIT)) & ~NEEDED_BY_JVM);
    }
    libc.call("pthread_sigmask", SIG_SETMASK, after.address(), 0);
  }

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }
}
