package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ambit.e2e.Scenario.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The harness must see through a guard that does not guard.
class HarnessTest {
  private final NodeLine node = NodeLine.all().getFirst();
  private final Scenario velora = new ScenarioReader().read(Repository.scenarios().resolve("velora"));
  private final ScenarioRun run = new ScenarioRun(velora, node);

  @Test
  void guardThatLetsEverythingPassIsFoundOut() throws IOException, InterruptedException {
    Outcome outcome = run.containedAttack(new Pretended(List.of(), ""));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Verdict.containedAttack(velora, outcome))
        .withMessageContaining("effects")
        .withMessageContaining("events");
  }

  @Test
  void guardThatReportsButLetsPassIsFoundOut() throws IOException, InterruptedException {
    Outcome outcome = run.containedAttack(new Pretended(List.of(), DENIED));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Verdict.containedAttack(velora, outcome))
        .withMessageContaining("CHANGED");
  }

  @Test
  void guardThatDoesNotRunTheApplicationIsFoundOut() throws IOException, InterruptedException {
    Outcome outcome = run.containedClean(new Pretended(List.of("--check"), ""));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Verdict.clean(velora, outcome))
        .withMessageContaining("stdout");
  }

  @Test
  void denialInTheCleanTreeIsFoundOut() throws IOException, InterruptedException {
    Outcome outcome = run.containedClean(new Pretended(List.of(), DENIED));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Verdict.clean(velora, outcome))
        .withMessageContaining("child_process");
  }

  @Test
  void environmentOfThisMachineStaysOutside() throws IOException {
    try (Playground playground = new Playground(velora)) {
      assertThat(playground.environment()).containsOnlyKeys("API_KEY", "HOME", "MARKERS", "PATH", "SINK_PORT");
    }
  }

  @Test
  void wordsInSourceFilesAreReplaced() throws IOException {
    Scenario xrpl = new ScenarioReader().read(Repository.scenarios().resolve("xrpl"));
    try (Playground playground = new Playground(xrpl)) {
      String text = Files.readString(playground.app().resolve("node_modules/xrpl/index.js"));
      assertThat(text).contains("http://127.0.0.1:" + playground.sink().httpPort() + "/faucet");
    }
  }

  private static final String DENIED =
      """
      {"event":"denied","package":"@velora-dex/sdk@9.4.1","capability":"child_process"}
      """;

  /// Starts plain Node.
  ///
  /// @param options of Node
  /// @param report what it claims to have denied
  private record Pretended(List<String> options, String report) implements Containment {
    @Override
    public void init(Path app) {}

    @Override
    public Launch contained(
        Path app, Path node, Mode mode, List<String> arguments, Map<String, String> environment, Path events) {
      try {
        Files.writeString(events, report);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      List<String> command = new ArrayList<>(List.of(node.toString()));
      command.addAll(options);
      command.addAll(arguments);
      return new Launch(command, environment);
    }
  }
}
