package dev.ambit.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A package without authority goes through every object that it can reach, calls and constructs what it
/// finds, and comes to nothing powerful.
class BoundaryWalkTest {
  private static final int MINUTES = 15;

  @ParameterizedTest
  @CsvSource({"22, none", "24, none", "26, none", "22, innocent", "24, innocent", "26, innocent"})
  void nothingPowerfulIsReached(int line, String grants) throws Exception {
    JsonNode walk = FuzzProgram.run(MINUTES, "walk.cjs", line, grants);
    System.out.printf(
        "boundary walk, node %d, grants %s: %d objects visited, %d of them functions, %d calls%n",
        line, grants, walk.path("objects").intValue(), walk.path("functions").intValue(), walk.path("calls").intValue());
    assertThat(walk.path("objects").intValue()).as("the walk got somewhere").isGreaterThan(10_000);
    assertThat(unknown(walk)).as("powerful things that a package without authority reaches").isEmpty();
    assertThat(walk.path("ends").valueStream().filter(end -> end.path("guard").booleanValue())).as("calls that end the guard").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void plantedHolesAreFound(int line) throws Exception {
    JsonNode walk = FuzzProgram.run(MINUTES, "walk.cjs", line, "none", "plant");
    List<String> found = new ArrayList<>();
    walk.path("findings").forEach(finding -> found.add(finding.path("path").stringValue()));
    assertThat(found.stream().filter(path -> path.startsWith("given.hole") || path.startsWith("new given.hole")).map(BoundaryWalkTest::hole).distinct())
        .containsExactlyInAnyOrder(
            "holeGetter", "holeMap", "holePromise", "holeCallback", "holeThis", "holeArgument", "holeError", "holeNew", "holeAsync", "holeAccessor",
            "holeEffect", "holeSecret");
  }

  private static String hole(String path) {
    return path.replaceFirst("^(new )?given\\.", "").replaceFirst("\\W.*", "");
  }

  /// The findings that no gap of `known.json` accounts for.
  private static List<String> unknown(JsonNode walk) throws IOException {
    JsonNode known = Json.MAPPER.readTree(Files.readString(FuzzProgram.folder().resolve("known.json")));
    List<String> unknown = new ArrayList<>();
    for (JsonNode finding : walk.path("findings")) {
      String text = finding.path("name").stringValue() + " by " + finding.path("path").stringValue();
      if (known.path("gaps").valueStream().noneMatch(gap -> accountsFor(gap, text))) {
        unknown.add(text);
      }
    }
    walk.path("changed").forEach(change -> {
      if (known.path("gaps").valueStream().noneMatch(gap -> accountsFor(gap, change.stringValue()))) {
        unknown.add(change.stringValue());
      }
    });
    return unknown;
  }

  private static boolean accountsFor(JsonNode gap, String text) {
    String scenario = gap.path("scenario").stringValue();
    Path expect = FuzzProgram.folder().resolve("../../spec/scenarios/" + scenario + "/expect.json");
    try {
      assertThat(Json.MAPPER.readTree(Files.readString(expect)).path("expect").stringValue())
          .as("the scenario `" + scenario + "` of known.json")
          .isEqualTo("bypass");
    } catch (IOException e) {
      throw new AssertionError("known.json names the scenario `" + scenario + "`, which is missing", e);
    }
    return Pattern.compile(gap.path("finding").stringValue()).matcher(text).find();
  }
}
