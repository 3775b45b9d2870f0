package dev.ambit.e2e.apps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How a program ended.
///
/// @param code its exit code
/// @param output all of its standard output
/// @param errors all of its standard error
record Ran(int code, String output, String errors) {
  private static final int MINUTES = 10;

  /// Runs a program to its end.
  ///
  /// @param environment all of its variables
  /// @throws IllegalStateException when it does not end
  static Ran of(Path folder, Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("apps", ".out");
    Path errors = Files.createTempFile("apps", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(output.toFile()).redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("`" + command + "` does not end\n" + Files.readString(errors));
      }
      return new Ran(process.exitValue(), text(output), text(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /// What a user or a script sees of it: the exit code and the output.
  String seen() {
    return "exit " + code + "\n" + output;
  }
}
