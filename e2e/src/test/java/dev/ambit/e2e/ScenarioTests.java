package dev.ambit.e2e;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/// One dynamic test for each scenario and Node line, and the memory of which scenarios ran. The system
/// property `ambit.scenario` limits them to names that contain it, or one of several
/// with a comma between them.
final class ScenarioTests {
  private final List<Scenario> all = new ScenarioReader().readAll(Repository.scenarios());
  private final Set<String> ran = new ConcurrentSkipListSet<>();

  /// The tests, named `flatmap-stream-load on node 24`.
  Stream<DynamicTest> each(ThrowingConsumer<ScenarioRun> test) {
    return NodeLine.all().stream()
        .flatMap(
            node ->
                chosen().stream()
                    .filter(scenario -> scenario.nodeLines().contains(node.line()))
                    .map(scenario -> test(new ScenarioRun(scenario, node), test)));
  }

  private DynamicTest test(ScenarioRun run, ThrowingConsumer<ScenarioRun> test) {
    return DynamicTest.dynamicTest(
        run.scenario().name() + " on " + run.node(),
        run.scenario().folder().resolve("expect.json").toUri(),
        () -> {
          ran.add(run.scenario().name());
          test.accept(run);
        });
  }

  /// The scenarios that should have run and did not.
  List<String> missed() {
    return chosen().stream().map(Scenario::name).filter(name -> !ran.contains(name)).toList();
  }

  private List<Scenario> chosen() {
    String part = System.getProperty("ambit.scenario", "");
    List<String> parts = List.of(part.split(","));
    return all.stream().filter(scenario -> parts.stream().anyMatch(scenario.name()::contains)).toList();
  }
}
