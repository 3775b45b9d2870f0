package dev.ambit.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Whichever statement of the guard throws, the attacker gets nothing, and the process does not end with 0
/// without having run the application. A usual build tries a sample, `-Pfuzz` each statement.
class FaultInjectionTest {
  private static final int SAMPLE = 24;

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void oneStatementThatThrowsLetsNothingOut(int line) throws Exception {
    boolean all = Integer.getInteger("ambit.fuzz.minutes", 0) > 0;
    List<Object> arguments = new ArrayList<>(List.of(line));
    if (!all) {
      arguments.addAll(List.of("--sample", SAMPLE, "--seed", line));
    }
    JsonNode result = FuzzProgram.run(all ? 90 : 15, "faults.cjs", arguments.toArray());
    System.out.printf(
        "fault injection, node %d: %d statements, %d reached, %d made to throw, exit codes %s%n",
        line, result.path("statements").intValue(), result.path("reached").intValue(), result.path("injected").intValue(), result.path("codes"));
    assertThat(result.path("reached").intValue()).as("statements that the application reaches").isGreaterThan(800);
    assertThat(result.path("injected").intValue()).isEqualTo(all ? result.path("reached").intValue() : SAMPLE);
    assertThat(result.path("failures").isEmpty()).as(result.path("failures").toPrettyString()).isTrue();
  }

  @Test
  void anUncontainedRunAndASilentEndAreSeen() throws Exception {
    JsonNode open = FuzzProgram.run(15, "faults.cjs", 24, "--planted", "open");
    assertThat(open.path("failures").path(0).path("wrong").stringValue("")).startsWith("not contained: ");
    JsonNode silent = FuzzProgram.run(15, "faults.cjs", 24, "--planted", "silent");
    assertThat(silent.path("failures").path(0).path("wrong").stringValue("")).isEqualTo("ends with 0 without having run");
  }
}
