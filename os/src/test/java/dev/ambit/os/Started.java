package dev.ambit.os;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program that ran to its end, started directly or through a JVM that became it.
///
/// @param bytes what it wrote, one character per byte
record Started(int code, String bytes, String errors) {

  /// A shell that runs the commands and then becomes the given program.
  static Started after(String commands, List<String> command) throws IOException, InterruptedException {
    List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c", commands + "; exec \"$@\"", "sh"));
    shell.addAll(command);
    return run(new ProcessBuilder(shell), new byte[0]);
  }

  static Started run(ProcessBuilder builder, byte[] input) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      Process process = builder.redirectError(errors.toFile()).start();
      Thread writer = Thread.ofVirtual().start(() -> write(process, input));
      String bytes = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int code = process.waitFor();
      writer.join();
      return new Started(code, bytes, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// The command that starts a JVM which becomes the program, as the launcher starts it.
  static List<String> becoming(Path cwd, String program, String... argv) {
    return jvm("exec", Map.of(), cwd, program, argv);
  }

  static List<String> jvm(String how, Map<String, String> properties, Path cwd, String program, String... argv) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-MaxFDLimit", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), ExecMain.class.getName()));
    command.addAll(List.of(how, cwd.toString(), program));
    command.addAll(List.of(argv));
    return command;
  }
}
