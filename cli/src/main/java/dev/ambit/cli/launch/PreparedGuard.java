package dev.ambit.cli.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
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

  private static final int PATIENCE_SECONDS = 60;

  /// What Node loads first: the sources as they are, where anything was made of earlier ones and cannot be taken away.
  static Path entry(Path guard, Kind kind) {
    Path boot = guard.resolve("src").resolve(kind.boot);
    return Files.isRegularFile(boot) && outdated(guard).isEmpty() ? boot : guard.resolve("src").resolve(kind.start);
  }

  /// Makes it unless it is there, and takes away what was made of another guard. Whatever goes wrong only costs time.
  ///
  /// @param environment the user's
  void prepare(Map<String, String> environment) {
    Path maker = guard.resolve("src").resolve("prepare").resolve(kind.maker);
    Path file = guard.resolve("cache").resolve("v" + node.version() + "-" + system() + "-" + processor() + kind.suffix);
    for (Path old : outdated(guard)) {
      try {
        Files.deleteIfExists(old);
      } catch (IOException e) {
        return; // the guard starts from its sources
      }
    }
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

  /// What is older than any source. Otherwise a guard that was replaced or mended would go on holding programs in its
  /// earlier form. By times of change: those of modification come out of an archive as they were.
  private static List<Path> outdated(Path guard) {
    Path cache = guard.resolve("cache");
    if (!Files.isDirectory(cache)) {
      return List.of();
    }
    List<Path> old = new ArrayList<>();
    try (DirectoryStream<Path> sources = Files.newDirectoryStream(guard.resolve("src"), "*.cjs");
        DirectoryStream<Path> made = Files.newDirectoryStream(cache)) {
      FileTime newest = FileTime.fromMillis(0);
      for (Path source : sources) {
        FileTime time = changed(source);
        newest = time.compareTo(newest) > 0 ? time : newest;
      }
      for (Path file : made) {
        if (changed(file).compareTo(newest) <= 0) {
          old.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(cache); // not known to be newer
    }
    return old;
  }

  private static FileTime changed(Path file) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    return unix ? (FileTime) Files.getAttribute(file, "unix:ctime") : Files.getLastModifiedTime(file);
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
