package dev.ambit.e2e.integrity;

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
record Run(int code, String output, String errors) {

  /// Runs a program to its end.
  ///
  /// @param environment all of its variables
  /// @param input what it reads from standard input
  static Run of(Path folder, Map<String, String> environment, String input, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("integrity", ".out");
    Path errors = Files.createTempFile("integrity", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(output.toFile()).redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // it ended without reading
      }
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("`" + command + "` does not end\n" + Files.readString(errors));
      }
      return new Run(process.exitValue(), Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /// Everything that it printed, for the description of an assertion.
  String all() {
    return "exit " + code + "\n" + output + errors;
  }
}
