package dev.ambit.e2e;

import dev.ambit.e2e.Scenario.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Runs one scenario on one Node line, each time in a playground of its own.
record ScenarioRun(Scenario scenario, NodeLine node) {
  private static final long SECONDS = 180;

  /// The clean tree without the guard.
  Outcome plainClean() throws IOException, InterruptedException {
    try (Playground playground = new Playground(scenario)) {
      return plain(playground, scenario.clean(), false);
    }
  }

  /// The attack tree without the guard.
  Outcome plainAttack() throws IOException, InterruptedException {
    try (Playground playground = new Playground(scenario)) {
      playground.attack();
      return plain(playground, scenario.attack(), true);
    }
  }

  /// The clean tree with the guard, reviewed as it is.
  Outcome containedClean(Containment containment) throws IOException, InterruptedException {
    try (Playground playground = new Playground(scenario)) {
      containment.init(playground.app());
      return contained(containment, playground, scenario.clean(), false);
    }
  }

  /// The attack tree with the guard, where the clean tree was reviewed.
  Outcome containedAttack(Containment containment) throws IOException, InterruptedException {
    try (Playground playground = new Playground(scenario)) {
      containment.init(playground.app());
      playground.attack();
      return contained(containment, playground, scenario.attack(), scenario.expectation().effectHappens());
    }
  }

  private Outcome plain(Playground playground, Run run, boolean effectExpected)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(node.binary().toString());
    command.addAll(run.arguments());
    return start(playground, run, new Launch(command, playground.environment()), effectExpected);
  }

  private Outcome contained(Containment containment, Playground playground, Run run, boolean effectExpected)
      throws IOException, InterruptedException {
    Launch launch =
        containment.contained(
            playground.app(),
            node.binary(),
            scenario.mode(),
            run.arguments(),
            playground.environment(),
            playground.events());
    return start(playground, run, launch, effectExpected);
  }

  private Outcome start(Playground playground, Run run, Launch launch, boolean effectExpected)
      throws IOException, InterruptedException {
    Path out = playground.app().resolveSibling("stdout");
    Path err = playground.app().resolveSibling("stderr");
    Optional<String> before = changing(playground);
    ProcessBuilder builder = new ProcessBuilder(launch.command());
    builder.directory(playground.app().resolve(run.directory()).toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(launch.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      String printed = Files.readString(out) + Files.readString(err);
      throw new AssertionError("did not end within " + SECONDS + " s\n" + printed);
    }
    String stdout = playground.unfill(Files.readString(out));
    SortedSet<Effect.Kind> effects = effects(playground, before, stdout);
    SortedSet<Effect.Kind> wanted = effectExpected ? scenario.effect().orElseThrow().kinds() : effects;
    // an attack may have left a program behind that has not done its work yet
    for (int i = 0; !effects.equals(wanted) && i < 500; i++) {
      Thread.sleep(20);
      effects = effects(playground, before, stdout);
    }
    String report = Files.exists(playground.events()) ? Files.readString(playground.events()) : "";
    String stderr = playground.unfill(Files.readString(err));
    return new Outcome(process.exitValue(), stdout, stderr, effects, Outcome.events(playground.unfill(report)));
  }

  private Optional<String> changing(Playground playground) throws IOException {
    Optional<String> changed = scenario.effect().flatMap(Effect::changed);
    return changed.isEmpty() ? Optional.empty() : playground.content(changed.get());
  }

  private SortedSet<Effect.Kind> effects(Playground playground, Optional<String> before, String stdout)
      throws IOException {
    SortedSet<Effect.Kind> shown = new TreeSet<>();
    if (scenario.effect().isEmpty()) {
      return shown;
    }
    playground.sink().settle();
    Effect effect = scenario.effect().get();
    String received = playground.unfill(String.join("\n", playground.sink().received()));
    if (effect.sink().isPresent() && received.contains(effect.sink().get())) {
      shown.add(Effect.Kind.SINK);
    }
    if (!before.equals(changing(playground))) {
      shown.add(Effect.Kind.CHANGED);
    }
    if (effect.stdout().isPresent() && stdout.equals(effect.stdout().get())) {
      shown.add(Effect.Kind.STDOUT);
    }
    return shown;
  }
}
