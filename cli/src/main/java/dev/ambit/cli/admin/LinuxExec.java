package dev.ambit.cli.admin;

import dev.ambit.os.Exec;
import dev.ambit.os.Securebits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Becomes a program under exec securebits.
public final class LinuxExec {
  private LinuxExec() {}

  /// Does not return.
  ///
  /// @param bits those that the program gets
  /// @param command the program and its arguments, found on the `PATH` as a shell does
  /// @throws IOException when the bits cannot be set or the program cannot be started; then it did not run
  public static int become(Securebits bits, List<String> command, Map<String, String> environment, Path cwd)
      throws IOException {
    Path program = find(command.getFirst(), environment.getOrDefault("PATH", "/usr/bin:/bin"), cwd);
    // the bits belong to this thread, and the thread that calls `execve` is the one that stays
    bits.apply();
    Exec.replace(program, command, environment, cwd);
    throw new IllegalStateException("`execve` returned");
  }

  private static Path find(String name, String path, Path cwd) throws IOException {
    if (name.contains("/")) {
      return cwd.resolve(name);
    }
    for (String folder : path.split(":", -1)) {
      Path program = cwd.resolve(folder).resolve(name);
      if (Files.isRegularFile(program) && Files.isExecutable(program)) {
        return program;
      }
    }
    throw new NoSuchFileException(name);
  }
}
