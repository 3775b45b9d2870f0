package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Without the guard every clean tree does its work, and every attack its harm: what the guard stops is real.
@TestInstance(Lifecycle.PER_CLASS)
class PlainScenariosTest {
  private final ScenarioTests tests = new ScenarioTests();

  @TestFactory
  Stream<DynamicTest> attackHappensWithoutTheGuard() {
    return tests.each(
        run -> {
          Verdict.clean(run.scenario(), run.plainClean());
          if (run.scenario().effect().isPresent()) {
            Verdict.plainAttack(run.scenario(), run.plainAttack());
          }
        });
  }

  @AfterAll
  void everyScenarioRan() {
    assertThat(tests.missed()).as("scenarios that no test ran").isEmpty();
  }
}
