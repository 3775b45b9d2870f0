package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `docs/reference/scenarios.md` lists the scenarios as they are. `-Dambit.update=true` writes it anew,
/// which a build in CI refuses.
class ScenarioTableTest {
  private static final Path TABLE = Repository.root().resolve("docs/reference/scenarios.md");

  @Test
  void theTableListsEveryScenario() throws IOException {
    String table = table();
    if (Boolean.getBoolean("ambit.update")) {
      assertThat(System.getenv("CI")).as("CI compares, it does not write").isNull();
      Files.createDirectories(TABLE.getParent());
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE)).isEqualTo(table);
  }

  private static String table() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Scenarios\n\nWritten by `ScenarioTableTest`; `mvn verify` runs each of them on Node 22, 24 and 26, ");
    text.append("plain (the effect must happen) and contained.\n");
    section(text, "denied", "Stopped", "Plain, the effect happens; contained, it does not, and the clean behaviour stays.");
    section(text, "bypass", "Known gaps", "Contained, the effect still happens. Such a scenario turns red when its gap is closed.");
    section(text, "works", "Works", "No attack: what packages do, and must go on doing when contained.");
    section(text, "allowed", "Allowed", "The effect happens, as the user wants it: observing, or approved.");
    return text.toString();
  }

  private static void section(StringBuilder text, String expect, String title, String about) throws IOException {
    List<String> rows = new ArrayList<>();
    for (Path folder : folders()) {
      JsonNode scenario = Json.MAPPER.readTree(Files.readString(folder.resolve("expect.json")));
      if (scenario.path("expect").stringValue("").equals(expect)) {
        String name = folder.getFileName().toString();
        rows.add(
            "| [" + name + "](../../spec/scenarios/" + name + "/expect.json) | "
                + scenario.path("title").stringValue().replace("|", "\\|") + " | " + about(scenario) + " |");
      }
    }
    text.append("\n## ").append(title).append(" (").append(rows.size()).append(")\n\n").append(about).append("\n\n");
    text.append("| scenario | what | retells |\n|---|---|---|\n");
    rows.forEach(row -> text.append(row).append('\n'));
  }

  private static String about(JsonNode scenario) {
    List<String> about = new ArrayList<>();
    String incident = scenario.path("incident").stringValue("");
    if (!incident.isEmpty()) {
      about.add("incident " + incident);
    }
    List<String> classes = new ArrayList<>();
    scenario.path("escapes").forEach(e -> classes.add(String.valueOf(e.intValue())));
    if (!classes.isEmpty()) {
      about.add((classes.size() > 1 ? "classes " : "class ") + String.join(", ", classes));
    }
    return String.join("; ", about);
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(Repository.scenarios())) {
      return folders.filter(f -> Files.exists(f.resolve("expect.json"))).sorted().toList();
    }
  }
}
