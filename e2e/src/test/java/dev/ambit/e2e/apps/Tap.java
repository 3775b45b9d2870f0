package dev.ambit.e2e.apps;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the Test Anything Protocol (versions 13 and 14, as tape, mocha and `node:test` write it) to names and results.
final class Tap {
  private static final Pattern RESULT = Pattern.compile("\\s*(not )?ok \\d+(?: -)?(.*)");
  private static final Pattern TITLE = Pattern.compile("\\s*# (?:Subtest: )?(.*)");
  private static final Pattern COUNT = Pattern.compile("(tests|pass|fail|suites|cancelled|skipped|todo|duration_ms) [\\d.]+|ok");

  private Tap() {}

  /// How often each test of a run had each result: `passed <title> › <name>` to its number. A test with the directive
  /// SKIP or TODO keeps it in its name. Digits of four places and more, which are ports, processes and times, become `N`.
  /// Tests that assert in other ways show by their titles alone: `passed <title>`, since the next one began.
  static Map<String, Integer> results(String output) {
    Map<String, Integer> results = new TreeMap<>();
    Map<String, Integer> titles = new TreeMap<>();
    String title = "";
    for (String line : output.lines().toList()) {
      Matcher result = RESULT.matcher(line);
      if (result.matches()) {
        String name = (result.group(1) == null ? "passed " : "failed ") + title + " ›" + result.group(2).stripTrailing();
        results.merge(name.replaceAll("\\d{4,}", "N"), 1, Integer::sum);
        continue;
      }
      Matcher heading = TITLE.matcher(line);
      if (heading.matches() && !COUNT.matcher(heading.group(1).strip()).matches()) {
        title = heading.group(1).strip();
        titles.merge("passed " + title.replaceAll("\\d{4,}", "N"), 1, Integer::sum);
      }
    }
    return results.isEmpty() ? titles : results;
  }

  /// How many of these results are passed tests.
  static int passed(Map<String, Integer> results) {
    return results.entrySet().stream().filter(e -> e.getKey().startsWith("passed ")).mapToInt(Map.Entry::getValue).sum();
  }
}
