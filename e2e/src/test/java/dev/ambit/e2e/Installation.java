package dev.ambit.e2e;

import dev.ambit.cli.demo.Self;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Ambit as a user has it: the launcher, the jars, the guard, made from what this test run sees.
public record Installation(Path folder) {
  static Installation in(Path folder) throws IOException {
    Path root = Repository.root();
    Files.createDirectories(folder.resolve("lib"));
    copy(root.resolve("ambit"), folder.resolve("ambit"));
    copyGuard(folder);
    jar(folder.resolve("lib/ambit-cli.jar"));
    return new Installation(folder);
  }

  /// The guard beside the folder of the jars, where the program looks for it.
  static void copyGuard(Path folder) throws IOException {
    Path root = Repository.root();
    copy(root.resolve("guard/src"), folder.resolve("guard/src"));
    copy(root.resolve("guard/package.json"), folder.resolve("guard/package.json"));
    copy(root.resolve("spec/builtins"), folder.resolve("guard/spec/builtins"));
    copy(root.resolve("spec/errors"), folder.resolve("guard/spec/errors"));
  }

  Path launcher() {
    return folder.resolve("ambit");
  }

  private static void jar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Arrays.stream(
            System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" ")));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        FileSystem packed = Files.isDirectory(program()) ? null : FileSystems.newFileSystem(program());
        Stream<Path> files = Files.walk(packed == null ? program() : packed.getPath("/"))) {
      Path from = packed == null ? program() : packed.getPath("/");
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = from.relativize(file).toString();
        if (!name.equals(JarFile.MANIFEST_NAME)) {
          out.putNextEntry(new JarEntry(name));
          out.write(Files.readAllBytes(file));
        }
      }
    }
  }

  /// The guard of the program that this test run starts.
  public static Path guardInUse() throws IOException {
    return Files.isDirectory(program()) ? Repository.root().resolve("guard") : program().resolve("../../guard").normalize();
  }

  /// The command line's classes: a folder after `mvn test`, a jar after `mvn verify`.
  private static Path program() throws IOException {
    try {
      return Path.of(Self.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling("."));
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> {
        try {
          Path target = to.resolve(from.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, from.equals(file) ? to : target);
            if (Files.isExecutable(file) && !(from.equals(file) ? to : target).toFile().setExecutable(true)) {
              throw new IOException("cannot make `" + target + "` executable");
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  /// One program that ended.
  record Result(int code, String output, String errors) {}

  static Result run(ProcessBuilder builder, Path folder) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "out", null);
    Path errors = Files.createTempFile(folder, "err", null);
    int code = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start().waitFor();
    return new Result(code, Files.readString(output, StandardCharsets.UTF_8), Files.readString(errors, StandardCharsets.UTF_8));
  }

  static List<String> list(String first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all;
  }
}
