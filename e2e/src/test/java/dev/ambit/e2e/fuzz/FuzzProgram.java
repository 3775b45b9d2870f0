package dev.ambit.e2e.fuzz;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A program of `e2e/fuzz`, which runs on Node 24 and starts the Node line that it is told.
final class FuzzProgram {
  static final List<Integer> LINES = List.of(22, 24, 26);

  private FuzzProgram() {}

  static Path folder() {
    String root = System.getProperty("ambit.repo");
    if (root == null) {
      throw new IllegalStateException("the system property `ambit.repo` is missing; run the tests with mvn");
    }
    return Path.of(root, "e2e", "fuzz");
  }

  /// Installs the parser, once.
  private static synchronized void install() throws IOException, InterruptedException {
    if (Files.isDirectory(folder().resolve("node_modules/acorn-walk"))) {
      return;
    }
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund").directory(folder().toFile()).redirectErrorStream(true).start();
    String printed = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (npm.waitFor() != 0) {
      throw new AssertionError("npm ci in e2e/fuzz failed\n" + printed);
    }
  }

  /// Runs one to its end.
  ///
  /// @param minutes after which it is ended
  /// @return the JSON that it prints
  /// @throws AssertionError when it fails or does not end
  static JsonNode run(int minutes, String program, Object... arguments) throws IOException, InterruptedException {
    install();
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    Path node = folder().resolveSibling("node").resolve("node_modules/node24-linux-" + arch + "/bin/node");
    List<String> command = new ArrayList<>(List.of(node.toString(), folder().resolve(program).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path errors = Files.createTempFile("fuzz", ".err");
    Path output = Files.createTempFile("fuzz", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile()).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AMBIT_") || name.startsWith("FUZZ_") || name.equals("NODE_OPTIONS"));
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError(command + " did not end within " + minutes + " minutes");
      }
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new AssertionError(command + " ended with " + process.exitValue() + "\n" + printed + Files.readString(errors));
      }
      return Json.MAPPER.readTree(printed);
    } finally {
      Files.delete(errors);
      Files.delete(output);
    }
  }
}
