package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `docs/reference/escapes.md` says of each escape class what the scenarios prove, which
/// `ContainedScenariosTest` holds to it. `-Dambit.update=true` writes it anew, which a build in CI refuses.
class EscapeTableTest {
  private static final Path TABLE = Repository.root().resolve("docs/reference/escapes.md");
  private static final Path THREATS = Repository.root().resolve("docs/threat-model.md");
  private static final List<Integer> LINES = List.of(22, 24, 26);
  private static final Pattern SCENARIO_LINK = Pattern.compile("\\.\\./spec/scenarios/([a-z0-9-]+)/expect\\.json|spec/scenarios/([a-z0-9-]+)");

  /// What a gap may reach: never files, the network, programs, or what another package keeps to itself.
  private static final Set<String> HARMLESS = Set.of("granted", "given", "diagnostics", "time and output");

  private final List<Attack> attacks;
  private final JsonNode spec;

  EscapeTableTest() throws IOException {
    attacks = attacks();
    spec = Json.MAPPER.readTree(Files.readString(Repository.root().resolve("spec/escapes.json")));
  }

  /// A scenario in which something is tried.
  ///
  /// @param expect `denied` or `bypass`
  private record Attack(String name, String expect, List<Integer> classes, List<Integer> lines, JsonNode json) {
    boolean tries(int escape, int line) {
      return classes.contains(escape) && lines.contains(line);
    }

    boolean isGap() {
      return expect.equals("bypass");
    }

    String link() {
      return "[" + name + "](../../spec/scenarios/" + name + "/expect.json)";
    }
  }

  /// What the scenarios of a class prove on one Node line.
  private enum State {
    CLOSED("closed"),
    GAP("**gap**"),
    NONE("–");

    private final String text;

    State(String text) {
      this.text = text;
    }
  }

  @Test
  void theTableSaysWhatTheScenariosProve() throws IOException {
    String table = table();
    if (Boolean.getBoolean("ambit.update")) {
      assertThat(System.getenv("CI")).as("CI compares, it does not write").isNull();
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE)).isEqualTo(table);
  }

  @Test
  void everyGapSaysWhatItReachesAndWhy() {
    assertThat(attacks.stream().filter(Attack::isGap).filter(a -> !a.json.has("gap")).map(Attack::name))
        .as("scenarios with `expect: bypass` need `gap` with `reaches` and `why`")
        .isEmpty();
    assertThat(attacks.stream().filter(a -> !a.isGap() && a.json.has("gap")).map(Attack::name))
        .as("only `expect: bypass` has a `gap`")
        .isEmpty();
  }

  @Test
  void noGapReachesFilesTheNetworkProgramsOrSecrets() {
    assertThat(attacks.stream().filter(Attack::isGap).filter(a -> !HARMLESS.contains(a.json.path("gap").path("kind").stringValue(""))).map(Attack::name))
        .as("`gap.kind` is one of %s", HARMLESS)
        .isEmpty();
    assertThat(attacks.stream().filter(Attack::isGap).filter(a -> !a.json.path("contained").path("denials").isEmpty()).map(Attack::name))
        .as("a gap whose run has denials is half closed: split its scenario")
        .isEmpty();
    assertThat(attacks.stream().filter(Attack::isGap).filter(a -> !granted(a) && a.json.path("effect").properties().stream().anyMatch(e -> !e.getKey().equals("stdout"))).map(Attack::name))
        .as("only a package that was granted it changes a file or sends something")
        .isEmpty();
  }

  private static boolean granted(Attack attack) {
    return attack.json.path("gap").path("kind").stringValue("").equals("granted");
  }

  @Test
  void theThreatModelNamesEveryGapAndNothingElse() throws IOException {
    List<String> named =
        SCENARIO_LINK.matcher(Files.readString(THREATS)).results().map(m -> m.group(1) == null ? m.group(2) : m.group(1)).distinct().sorted().toList();
    assertThat(named)
        .as("docs/threat-model.md links each scenario with `expect: bypass`")
        .isEqualTo(attacks.stream().filter(Attack::isGap).map(Attack::name).sorted().toList());
  }

  private State state(int escape, int line) {
    List<Attack> here = attacks.stream().filter(a -> a.tries(escape, line)).toList();
    if (here.isEmpty()) {
      return State.NONE;
    }
    return here.stream().anyMatch(Attack::isGap) ? State.GAP : State.CLOSED;
  }

  private String table() {
    StringBuilder text = new StringBuilder("# Escape classes\n\n");
    text.append("Written by `EscapeTableTest` from [spec/escapes.json](../../spec/escapes.json) and the scenarios, each of which ");
    text.append("`mvn verify` runs on Node 22, 24 and 26: plain, where its effect must happen, and contained, where it must be what the ");
    text.append("scenario says.\n\n*closed*: every scenario of the class is held. *gap*: at least one is not. –: nothing tries it yet.\n\n");
    text.append("| | closed | gap | no scenario |\n|---|---|---|---|\n");
    for (int line : LINES) {
      Map<State, Long> count =
          spec.path("classes").valueStream().collect(Collectors.groupingBy(c -> state(c.path("number").intValue(), line), Collectors.counting()));
      text.append("| Node ").append(line);
      for (State state : State.values()) {
        text.append(" | ").append(count.getOrDefault(state, 0L));
      }
      text.append(" |\n");
    }
    spec.path("groups").properties().forEach(group -> group(text, group.getKey(), group.getValue().stringValue()));
    gaps(text);
    return text.toString();
  }

  private void group(StringBuilder text, String key, String title) {
    text.append("\n## ").append(Character.toUpperCase(title.charAt(0))).append(title.substring(1)).append("\n\n");
    text.append("| | class | known from | 22 | 24 | 26 | scenarios |\n|---|---|---|---|---|---|---|\n");
    spec.path("classes").valueStream().filter(c -> c.path("group").stringValue().equals(key)).forEach(c -> {
      int number = c.path("number").intValue();
      text.append("| ").append(number).append(" | ").append(c.path("title").stringValue()).append(" | ");
      text.append(c.path("sources").valueStream().map(JsonNode::stringValue).collect(Collectors.joining(", "))).append(" |");
      LINES.forEach(line -> text.append(' ').append(state(number, line).text).append(" |"));
      text.append(' ').append(attacks.stream().filter(a -> a.classes.contains(number)).map(Attack::link).collect(Collectors.joining(", ")));
      text.append(" |\n");
    });
  }

  private void gaps(StringBuilder text) {
    text.append("\n## Gaps\n\nEach turns its scenario red when it is closed.\n\n| scenario | classes | Node | kind | what it reaches | why it is open |\n|---|---|---|---|---|---|\n");
    attacks.stream().filter(Attack::isGap).forEach(a -> {
      text.append("| ").append(a.link()).append(" | ").append(joined(a.classes)).append(" | ").append(joined(a.lines)).append(" | ");
      text.append(a.json.path("gap").path("kind").stringValue("")).append(" | ");
      text.append(a.json.path("gap").path("reaches").stringValue("")).append(" | ").append(a.json.path("gap").path("why").stringValue("")).append(" |\n");
    });
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static List<Attack> attacks() throws IOException {
    Map<String, Attack> attacks = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> folders = Files.list(Repository.scenarios())) {
      files = folders.map(f -> f.resolve("expect.json")).filter(Files::exists).toList();
    }
    for (Path file : files) {
      JsonNode json = Json.MAPPER.readTree(Files.readString(file));
      String expect = json.path("expect").stringValue("");
      if (expect.equals("denied") || expect.equals("bypass")) {
        String name = file.getName(file.getNameCount() - 2).toString();
        List<Integer> lines = json.has("nodeLines") ? numbers(json.path("nodeLines")) : LINES;
        attacks.put(name, new Attack(name, expect, numbers(json.path("escapes")), lines, json));
      }
    }
    return new ArrayList<>(attacks.values());
  }

  private static List<Integer> numbers(JsonNode list) {
    return list.valueStream().map(JsonNode::intValue).toList();
  }
}
