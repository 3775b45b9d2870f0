package dev.ambit.cli.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The guard as one file with V8's code cache, which saves most of what its start costs. Each Node needs its own.
///
/// It lies in the guard's own folder, and only there: who can write to it could as well change the guard itself.
/// Where that folder cannot be written, the guard starts from its sources.
///
/// @param guard the folder of the guard
/// @param kind which of its entries
/// @param node the Node that is going to run it
record PreparedGuard(Path guard, Kind kind, Node node) {
  /// What the guard holds a process to.
  enum Kind {
    CONTAINMENT("boot.cjs", "start.cjs", "prepare.cjs", ""),
    INTEGRITY_ALONE("integrity-boot.cjs", "integrity-start.cjs", "prepare-integrity.cjs", "-integrity");

    private final String boot;
    private final String start;
    private final String maker;
    private final String suffix;

    Kind(String boot, String start, String maker, String suffix) {
      this.boot = boot;
      this.start = start;
      this.maker = maker;
      this.suffix = suffix;
    }
  }

  private static final int PATIENCE_SECONDS = 20;

  /// What Node loads first.
  static Path entry(Path guard, Kind kind) {
    Path boot = guard.resolve("src").resolve(kind.boot);
    return Files.isRegularFile(boot) ? boot : guard.resolve("src").resolve(kind.start);
  }

  /// Makes it unless it is there. Whatever goes wrong only costs time.
  ///
  /// @param environment the user's
  void prepare(Map<String, String> environment) {
    Path maker = guard.resolve("src").resolve("prepare").resolve(kind.maker);
    Path file = guard.resolve("cache").resolve("v" + node.version() + "-" + system() + "-" + processor() + kind.suffix);
    if (Files.exists(file) || !node.version().isTested() || !Files.isWritable(guard) || !Files.exists(maker)) {
      return;
    }
    ProcessBuilder builder = new ProcessBuilder(node.program().toString(), maker.toString())
        .redirectInput(ProcessBuilder.Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL")))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeIf(name -> name.startsWith("NODE_") || name.startsWith("AMBIT_"));
    try {
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // the guard starts from its sources
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// `process.platform`.
  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "win32" : name;
  }

  /// `process.arch`.
  private static String processor() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64" -> "x64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
