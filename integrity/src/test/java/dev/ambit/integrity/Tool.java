package dev.ambit.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs the independent tools that tests compare with. A missing one is a failure that says what to install.
public final class Tool {
  private static final Path SETUP =
      Path.of(System.getProperty("ambit.repo")).resolve("integrity/src/test/sh/tools.sh");

  static {
    try {
      Result setup = start(Path.of("").toAbsolutePath(), List.of("sh", SETUP.toString()));
      assertThat(setup.code()).as(setup.output()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// What a tool said, on both of its streams.
  public record Result(int code, String output) {}

  private Tool() {}

  /// Runs a tool in a folder.
  public static Result run(Path folder, String... command) throws IOException, InterruptedException {
    return start(folder, List.of(command));
  }

  /// Runs a tool that must succeed.
  public static String succeed(Path folder, String... command) throws IOException, InterruptedException {
    Result result = run(folder, command);
    assertThat(result.code()).as(String.join(" ", command) + "\n" + result.output()).isZero();
    return result.output();
  }

  private static Result start(Path folder, List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("tool", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).directory(folder.toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      process.getOutputStream().close();
      int code = process.waitFor();
      return new Result(code, new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(output);
    }
  }
}
