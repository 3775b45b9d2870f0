package dev.ambit.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Random programs of a package without authority reach nothing powerful, change nothing that others see
/// and never end the guard. In a usual build the seeds are the same each time, so that it does not fail by
/// chance; `-Pfuzz` takes new ones, for longer.
class RandomProgramsTest {
  private static final int PROGRAMS = 10;
  private static final int PATIENCE = 240;
  private static final int SEED = 20261121;
  /// A few programs before the first one that finds the planted hole: the search is real, and short.
  private static final int PLANTED_SEED = 80;

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void noRandomProgramGetsOut(int line) throws Exception {
    int minutes = Integer.getInteger("ambit.fuzz.minutes", 0);
    int seed = minutes == 0 ? SEED : ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE / 2);
    int seconds = minutes == 0 ? PATIENCE : minutes * 60;
    int programs = minutes == 0 ? PROGRAMS : Integer.MAX_VALUE;
    System.out.printf("random programs, node %d: from seed %d%n", line, seed);
    JsonNode result = FuzzProgram.run(minutes + 5, "random.cjs", line, "--seconds", seconds, "--seed", seed, "--programs", programs);
    System.out.printf(
        "random programs, node %d: %d programs, %d operations, %d of the programs ended Node itself%n",
        line, result.path("programs").intValue(), result.path("operations").intValue(), result.path("ended").intValue());
    assertThat(result.path("operations").intValue()).as("operations that ran").isPositive();
    assertThat(result.path("failure").isNull()).as(result.path("failure").toPrettyString()).isTrue();
  }

  @Test
  void aPlantedHoleIsFoundMadeSmallAndRepeated() throws Exception {
    JsonNode found = FuzzProgram.run(15, "random.cjs", 24, "--seconds", PATIENCE, "--seed", PLANTED_SEED, "plant").path("failure");
    assertThat(found.isObject()).as("a hole is found within the time").isTrue();
    assertThat(found.path("trace").size()).as("operations of the small program").isBetween(1, 5);
    JsonNode again =
        FuzzProgram.run(15, "random.cjs", 24, "--seconds", 1, "--seed", found.path("seed").intValue(), "--programs", 1, "plant").path("failure");
    assertThat(again.path("what")).isEqualTo(found.path("what"));
    assertThat(again.path("trace")).isEqualTo(found.path("trace"));
  }
}
