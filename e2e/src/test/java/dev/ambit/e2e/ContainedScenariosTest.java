package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// With the guard every clean tree does its work without a denial, and every attack comes to what its
/// scenario says.
@TestInstance(Lifecycle.PER_CLASS)
class ContainedScenariosTest {
  private final ScenarioTests tests = new ScenarioTests();
  private final Containment ambit = new AmbitContainment();

  @TestFactory
  Stream<DynamicTest> guardHoldsWhatTheScenarioSays() {
    return tests.each(
        run -> {
          Verdict.clean(run.scenario(), run.containedClean(ambit));
          if (run.scenario().effect().isPresent()) {
            Verdict.containedAttack(run.scenario(), run.containedAttack(ambit));
          }
        });
  }

  @AfterAll
  void everyScenarioRan() {
    assertThat(tests.missed()).as("scenarios that no test ran").isEmpty();
  }
}
