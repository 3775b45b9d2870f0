package dev.ambit.core.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs the npm and node on PATH as independent witnesses.
final class Npm {
  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  private Npm() {}

  /// A fixture of the test resources, installed below target by `npm ci` unless that has been done before.
  static Path installed(String fixture) throws Exception {
    Path core = Path.of(System.getProperty("ambit.repo"), "core");
    Path from = core.resolve("src/test/resources/tree").resolve(fixture);
    Path to = core.resolve("target/npm-trees").resolve(fixture);
    // in node_modules, which npm ci empties first
    Path stamp = to.resolve("node_modules/.installed");
    String wanted =
        Files.readString(from.resolve("package-lock.json")) + Files.readString(from.resolve("package.json"));
    if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
      copy(from, to);
      run(to, List.of(WINDOWS ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      Files.writeString(stamp, wanted);
    }
    return to.toRealPath();
  }

  static String query(Path project) throws Exception {
    return run(project, List.of(WINDOWS ? "npm.cmd" : "npm", "query", "*"));
  }

  static String node(Path folder, Path script) throws Exception {
    return run(folder, List.of("node", script.toString()));
  }

  /// What the command prints; it must end with 0.
  private static String run(Path folder, List<String> command) throws Exception {
    Path output = Files.createTempFile("ambit", ".out");
    Path errors = Files.createTempFile("ambit", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end");
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(command + " ended with " + process.exitValue() + ": " + Files.readString(errors));
      }
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }
}
