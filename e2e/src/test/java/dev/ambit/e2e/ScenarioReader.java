package dev.ambit.e2e;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ambit.core.json.Json;
import dev.ambit.e2e.Scenario.Contained;
import dev.ambit.e2e.Scenario.Denial;
import dev.ambit.e2e.Scenario.Expectation;
import dev.ambit.e2e.Scenario.Mode;
import dev.ambit.e2e.Scenario.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads scenario folders; whatever the schema does not know is an error.
final class ScenarioReader {
  private final Schema schema;

  ScenarioReader() {
    JsonNode text = json(Repository.root().resolve("spec/scenario.schema.json"));
    schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
  }

  /// Every scenario below the folder, by name.
  ///
  /// @throws IllegalArgumentException when a folder is no valid scenario
  List<Scenario> readAll(Path scenarios) {
    try (Stream<Path> folders = Files.list(scenarios)) {
      return folders.filter(Files::isDirectory).sorted().map(this::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One scenario.
  ///
  /// @throws IllegalArgumentException when the folder is no valid scenario
  Scenario read(Path folder) {
    JsonNode expect = json(folder.resolve("expect.json"));
    List<Error> errors = schema.validate(expect);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException("scenario `" + folder.getFileName() + "`: expect.json" + errors);
    }
    Expectation expectation = Expectation.valueOf(upper(expect.path("expect").stringValue()));
    if (!Files.isDirectory(folder.resolve("app"))) {
      throw new IllegalArgumentException("scenario `" + folder.getFileName() + "` has no folder app");
    }
    if (Files.isDirectory(folder.resolve("attack")) != (expectation != Expectation.WORKS)) {
      throw new IllegalArgumentException(
          "scenario `" + folder.getFileName() + "` has a folder attack exactly when it expects not `works`");
    }
    Run clean = run(expect.path("clean"), new Run(List.of("index.js"), "", ""));
    Optional<Effect> effect = expect.has("effect") ? Optional.of(effect(expect.path("effect"))) : Optional.empty();
    Run calm = run(expect.path("attack"), clean);
    String attackOutput = effect.flatMap(Effect::stdout).orElse(calm.stdout());
    Run attack = new Run(calm.arguments(), calm.directory(), attackOutput);
    String containedOutput = expectation.effectHappens() ? attackOutput : calm.stdout();
    return new Scenario(
        folder,
        expect.path("title").stringValue(),
        Mode.valueOf(upper(expect.path("mode").stringValue("enforce"))),
        expect.has("nodeLines")
            ? expect.path("nodeLines").valueStream().map(JsonNode::intValue).toList()
            : List.of(22, 24, 26),
        texts(expect.path("env")),
        texts(expect.path("sink")),
        clean,
        attack,
        effect,
        contained(expect.path("contained"), containedOutput),
        expectation);
  }

  private static Run run(JsonNode node, Run otherwise) {
    List<String> arguments =
        node.has("run") ? node.path("run").valueStream().map(JsonNode::stringValue).toList() : otherwise.arguments();
    return new Run(
        arguments,
        node.path("cwd").stringValue(otherwise.directory()),
        node.path("stdout").stringValue(otherwise.stdout()));
  }

  private static Effect effect(JsonNode node) {
    return new Effect(
        node.path("sink").stringValueOpt(),
        node.path("changed").stringValueOpt(),
        node.path("stdout").stringValueOpt());
  }

  private static Contained contained(JsonNode node, String output) {
    SortedSet<Denial> denials = new TreeSet<>();
    for (JsonNode denial : node.path("denials")) {
      denials.add(new Denial(denial.path("package").stringValue(), denial.path("capability").stringValue()));
    }
    return new Contained(
        node.path("stdout").stringValue(output),
        node.path("exit").intValue(0),
        node.path("stderr").stringValue(""),
        denials);
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().stringValue()));
    return texts;
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static JsonNode json(Path file) {
    try {
      return Json.MAPPER.readTree(Files.readString(file));
    } catch (IOException | JacksonException e) {
      throw new IllegalArgumentException("`" + file + "` cannot be read: " + e.getMessage(), e);
    }
  }
}
