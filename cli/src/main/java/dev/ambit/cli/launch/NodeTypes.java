package dev.ambit.cli.launch;

import dev.ambit.analyze.TypeStripper;
import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Takes types away by a Node that is started once for all texts. It gets texts and no files, and runs Ambit's own
/// script alone: nothing of the project, and none of the user's options.
public final class NodeTypes implements TypeStripper {
  private static final int PATIENCE_SECONDS = 60;

  private final Programs programs;
  private final Map<String, String> environment;

  private NodeTypes(Programs programs, Map<String, String> environment) {
    this.programs = programs;
    this.environment = Map.copyOf(environment);
  }

  /// What is to be started, asked for when it is needed.
  @FunctionalInterface
  private interface Programs {
    List<String> command() throws LaunchException;
  }

  /// By the Node that runs the project.
  ///
  /// @param guard the guard's folder, which has the script
  /// @param environment the user's
  public static NodeTypes of(NodeFinder finder, Path guard, Map<String, String> environment) {
    return new NodeTypes(() -> command(finder.find().program(), guard), environment);
  }

  /// By a given Node.
  public static NodeTypes at(Path program, Path guard, Map<String, String> environment) {
    return new NodeTypes(() -> command(program, guard), environment);
  }

  private static List<String> command(Path program, Path guard) {
    return List.of(program.toString(), guard.resolve("src/prepare/strip-types.cjs").toString());
  }

  @Override
  public List<Stripped> strip(List<String> texts) {
    try {
      return read(run(texts), texts.size());
    } catch (IOException | LaunchException | JacksonException e) {
      return unavailable(texts.size(), "its types cannot be taken away: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable(texts.size(), "interrupted while its types were taken away");
    }
  }

  private static List<Stripped> unavailable(int count, String message) {
    List<Stripped> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Stripped.Unavailable(message));
    }
    return all;
  }

  /// Files rather than pipes: neither side waits for the other.
  private byte[] run(List<String> texts) throws IOException, LaunchException, InterruptedException {
    List<String> command = programs.command();
    Path input = Files.createTempFile("typed", ".json");
    Path output = Files.createTempFile("stripped", ".json");
    try {
      Files.write(input, Json.MAPPER.writeValueAsBytes(texts));
      ProcessBuilder builder = new ProcessBuilder(command)
          .redirectInput(input.toFile())
          .redirectOutput(output.toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().keySet().removeIf(name -> name.startsWith("NODE_") || name.startsWith("AMBIT_"));
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("`" + command.getFirst() + "` does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException("`" + command.getFirst() + "` ended with " + process.exitValue());
      }
      return Files.readAllBytes(output);
    } finally {
      Files.deleteIfExists(input);
      Files.deleteIfExists(output);
    }
  }

  private static List<Stripped> read(byte[] json, int count) throws IOException {
    List<Stripped> results = new ArrayList<>();
    for (JsonNode one : Json.MAPPER.readTree(json)) {
      String message = one.path("message").asString("");
      results.add(
          one.has("text")
              ? new Stripped.JavaScript(one.path("text").asString(""))
              : new Stripped.Refused(message.lines().findFirst().orElse(""), Math.max(1, one.path("line").asInt(1))));
    }
    if (results.size() != count) {
      throw new IOException("Node answered for " + results.size() + " of " + count + " files");
    }
    return results;
  }
}
