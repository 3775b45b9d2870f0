package dev.ambit.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts a program as a child where this process cannot be replaced: Windows, and a JVM that may not call
/// native code. The JVM stays for as long as the child runs.
public final class Spawn {
  private @Nullable Process child;
  private boolean over;

  private Spawn() {}

  /// Runs a program with this process's standard streams and waits for it.
  ///
  /// A termination of this process (`SIGTERM`, `SIGINT`, `SIGHUP`, a console event) terminates the child
  /// first, and this process then ends with the child's code. Other signals cannot be passed on from Java.
  ///
  /// @param argv the arguments, the program's own name first; the child sees the program's path in its place
  /// @return the child's exit code, 128 + n where signal n ended it
  /// @throws ExecException when the program cannot be started
  public static int run(Path program, List<String> argv, Map<String, String> env, Path cwd)
      throws ExecException {
    List<String> command = new ArrayList<>(argv);
    command.set(0, program.toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(cwd.toFile()).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(env);
    System.out.flush();
    System.err.flush();
    var spawn = new Spawn();
    Thread ending = new Thread(spawn::end, "end-child");
    // before the child exists, so that no termination slips between its start and this
    Runtime.getRuntime().addShutdownHook(ending);
    Process child;
    try {
      child = spawn.start(builder);
    } catch (IOException e) {
      throw new ExecException("run", program, 0, String.valueOf(e.getMessage()));
    }
    int code = await(child);
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      // already shutting down: the hook ends this process with the child's code
    }
    return code;
  }

  private synchronized Process start(ProcessBuilder builder) throws IOException {
    if (over) {
      throw new IOException("this process is ending");
    }
    Process started = builder.start();
    child = started;
    return started;
  }

  private void end() {
    Process running;
    synchronized (this) {
      over = true;
      running = child;
    }
    if (running != null) {
      running.destroy();
      Runtime.getRuntime().halt(await(running));
    }
  }

  private static int await(Process child) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return child.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
