package dev.ambit.core.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Holds `spec/builtins/` against real Node binaries of every line, in both directions.
class NodeLinesTest {
  private static final Path REPO = Path.of(System.getProperty("ambit.repo"));
  private static final List<Integer> LINES = List.of(22, 24, 26);
  private static final SortedMap<Integer, JsonNode> NODES = new TreeMap<>();

  @BeforeAll
  static void runEveryLine(@TempDir Path folder) throws IOException, InterruptedException {
    Path home = REPO.resolve("e2e/node");
    if (!Files.isDirectory(home.resolve("node_modules"))) {
      run(folder.resolve("npm.txt"), home, "npm", "ci", "--no-audit", "--no-fund");
    }
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    Path probe = REPO.resolve("core/src/test/resources/dev/ambit/core/capability/probe.cjs");
    for (int line : LINES) {
      Path node = home.resolve("node_modules/node" + line + "-linux-" + arch + "/bin/node");
      String printed = run(folder.resolve(line + ".json"), folder, node.toString(), probe.toString());
      NODES.put(line, Json.MAPPER.readTree(printed));
    }
  }

  private static String run(Path output, Path folder, String... command) throws IOException, InterruptedException {
    File errors = Path.of(output + ".errors").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("NODE_OPTIONS");
    Process process = builder.redirectOutput(output.toFile()).redirectError(errors).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0)
        .as(String.join(" ", command) + ": " + Files.readString(errors.toPath()))
        .isTrue();
    return Files.readString(output);
  }

  private static JsonNode modules() {
    return Json.resource("/dev/ambit/spec/builtins/modules.json").path("modules");
  }

  @Test
  void everyModuleIsKnownWithItsLinesAndPrefix() {
    SortedMap<String, String> known = new TreeMap<>();
    for (Map.Entry<String, JsonNode> module : modules().properties()) {
      JsonNode about = module.getValue();
      known.put(module.getKey(), about.path("lines") + (about.path("prefixOnly").asBoolean(false) ? " node:" : ""));
    }
    SortedMap<String, String> real = new TreeMap<>();
    SortedMap<String, List<Integer>> lines = new TreeMap<>();
    NODES.forEach(
        (line, node) -> {
          for (Map.Entry<String, JsonNode> module : node.path("modules").properties()) {
            lines.computeIfAbsent(module.getKey(), name -> new ArrayList<>()).add(line);
            String text = lines.get(module.getKey()).toString().replace(" ", "");
            real.put(module.getKey(), text + (module.getValue().path("prefixOnly").booleanValue() ? " node:" : ""));
          }
        });
    assertThat(known).isEqualTo(real);
  }

  @Test
  void everyMemberOfEveryModuleIsKnownAndNoOther() {
    Set<String> real = new TreeSet<>();
    for (JsonNode node : NODES.values()) {
      for (Map.Entry<String, JsonNode> module : node.path("modules").properties()) {
        module.getValue().path("members").forEach(member -> real.add(module.getKey() + " " + member.stringValue()));
      }
    }
    Set<String> known = new TreeSet<>();
    for (Map.Entry<String, JsonNode> module : modules().properties()) {
      Builtins.get().members(module.getKey()).forEach(member -> known.add(module.getKey() + " " + member));
    }
    assertThat(known).hasSizeGreaterThan(1500).isEqualTo(real);
  }

  @Test
  void everyGlobalNameIsKnownAndNoOther() {
    Set<String> real = new TreeSet<>();
    NODES.values().forEach(node -> node.path("globals").forEach(name -> real.add(name.stringValue())));
    JsonNode globals = Json.resource("/dev/ambit/spec/builtins/globals.json");
    List<String> known = new ArrayList<>();
    for (String kind : List.of("intrinsics", "harmless", "own")) {
      globals.path(kind).forEach(name -> known.add(name.stringValue()));
    }
    known.addAll(globals.path("powerful").propertyNames());
    assertThat(known).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(real);
  }

  @Test
  void everyMemberOfProcessIsKnownAndNoOther() {
    Set<String> real = new TreeSet<>(Set.of("browser"));
    NODES.values().forEach(node -> node.path("process").forEach(name -> real.add(name.stringValue())));
    JsonNode process = Json.resource("/dev/ambit/spec/builtins/globals.json").path("process");
    List<String> known = new ArrayList<>(process.path("members").propertyNames());
    process.path("harmless").forEach(name -> known.add(name.stringValue()));
    assertThat(known).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(real);
  }

  @Test
  void wholeModuleCanDoWhatItsMembersCan() {
    for (Map.Entry<String, JsonNode> module : modules().properties()) {
      Set<Effect> members = EnumSet.noneOf(Effect.class);
      for (String member : Builtins.get().members(module.getKey())) {
        members.addAll(Builtins.get().effects(new Capability.Builtin(module.getKey(), member)));
      }
      Set<Effect> whole = Builtins.get().effects(new Capability.Builtin(module.getKey(), null));
      if (!Builtins.get().members(module.getKey()).isEmpty()) {
        assertThat(whole).as(module.getKey()).isEqualTo(members);
      }
    }
  }
}
