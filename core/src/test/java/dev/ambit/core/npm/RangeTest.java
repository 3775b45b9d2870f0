package dev.ambit.core.npm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RangeTest {
  @Test
  void everyRangeMeansWhatItMeansToNpm() throws IOException {
    List<String> lines;
    try (InputStream in = Objects.requireNonNull(RangeTest.class.getResourceAsStream("npm-ranges.txt"))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    List<Version> versions = new ArrayList<>();
    Json.MAPPER.readTree(lines.get(1)).forEach(v -> versions.add(Version.parse(v.stringValue()).orElseThrow()));
    List<String> ours = new ArrayList<>();
    List<String> npms = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      JsonNode golden = Json.MAPPER.readTree(line);
      String range = golden.get(0).stringValue();
      npms.add(range + " " + golden.get(1).booleanValue() + " " + golden.get(2).stringValue());
      ours.add(range + " " + Range.parse(range).map(r -> "true " + matches(r, versions)).orElse("false "));
    }
    assertThat(ours).hasSizeGreaterThan(100).containsExactlyElementsOf(npms);
  }

  private static String matches(Range range, List<Version> versions) {
    StringBuilder signs = new StringBuilder();
    for (Version version : versions) {
      boolean strict = range.matches(version);
      boolean wide = range.matchesWithPrereleases(version);
      signs.append(strict && wide ? 'y' : wide ? 'p' : strict ? 'n' : '.');
    }
    return signs.toString();
  }

  @Test
  void versionsAreOrderedAsNpmOrdersThem() {
    List<Version> sorted =
        List.of(
                "0.0.0-0", "1.0.0-0", "1.0.0-2", "1.0.0-10", "1.0.0-a", "1.0.0-a.1", "1.0.0-a.b", "1.0.0-beta",
                "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.1", "1.0.10", "1.10.0", "10.0.0")
            .stream()
            .map(v -> Version.parse(v).orElseThrow())
            .toList();
    List<Version> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(42));
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(sorted);
  }

  @Test
  void buildMetadataDoesNotCount() {
    assertThat(Version.parse("1.2.3+a")).isEqualTo(Version.parse("v1.2.3"));
    assertThat(Version.parse("1.2.3-rc.1+a").orElseThrow()).hasToString("1.2.3-rc.1");
  }

  @Test
  void whatIsNoVersionIsNone() {
    assertThat(List.of("", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-01", "latest", "1.2.3-", "1.2.9007199254740992"))
        .allMatch(text -> Version.parse(text).isEmpty());
  }
}
