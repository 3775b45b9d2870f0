package dev.ambit.e2e;

import dev.ambit.cli.demo.Self;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Ambit as a user has it: the launcher, the jars, the guard, made from what this test run sees.
record Installation(Path folder) {
  static Installation in(Path folder) throws IOException {
    Path root = Repository.root();
    Files.createDirectories(folder.resolve("lib"));
    copy(root.resolve("ambit"), folder.resolve("ambit"));
    copy(root.resolve("guard/src"), folder.resolve("guard/src"));
    copy(root.resolve("guard/package.json"), folder.resolve("guard/package.json"));
    copy(root.resolve("spec/builtins"), folder.resolve("guard/spec/builtins"));
    copy(root.resolve("spec/errors"), folder.resolve("guard/spec/errors"));
    jar(folder.resolve("lib/ambit-cli.jar"));
    return new Installation(folder);
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
        Stream<Path> files = Files.walk(classes())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes().relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
    }
  }

  /// The folder of the command line's classes, or its jar as one.
  private static Path classes() throws IOException {
    try {
      Path code = Path.of(Self.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(code) ? code : code.resolve("../../classes").normalize();
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
