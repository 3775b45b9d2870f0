package dev.ambit.e2e.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `docs/reference/own-tests.md`: each suite and how many of its tests pass. A run with `-Dambit.update=true` writes its
/// numbers there; those of suites and lines that it left out stay.
final class OwnTestsTable {
  static final List<Integer> LINES = List.of(22, 24, 26);

  private static final Pattern ROW = Pattern.compile("\\| \\[([^\\]]+)\\]\\([^)]*\\) \\| [^|]* \\| [^|]* \\| ([^|]*) \\| ([^|]*) \\| ([^|]*) \\|.*");
  private static final Pattern NUMBERS = Pattern.compile("(\\d+) / (\\d+)");

  private OwnTestsTable() {}

  /// How many tests of a suite passed on one line.
  record Passed(int plain, int contained) {
    @Override
    public String toString() {
      return plain + " / " + contained;
    }
  }

  static Path file() {
    return Path.of(System.getProperty("ambit.repo"), "docs/reference/own-tests.md");
  }

  /// The numbers in the table by suite and line.
  static Map<String, Map<Integer, Passed>> recorded() throws IOException {
    Map<String, Map<Integer, Passed>> recorded = new HashMap<>();
    for (String line : Files.exists(file()) ? Files.readAllLines(file()) : List.<String>of()) {
      Matcher row = ROW.matcher(line);
      for (int i = 0; row.matches() && i < LINES.size(); i++) {
        Matcher numbers = NUMBERS.matcher(row.group(i + 2));
        if (numbers.matches()) {
          Passed passed = new Passed(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
          recorded.computeIfAbsent(row.group(1), _ -> new TreeMap<>()).put(LINES.get(i), passed);
        }
      }
    }
    return recorded;
  }

  /// Writes what a suite's run found. CI compares, it does not write.
  static synchronized void record(Suite suite, Map<Integer, Passed> passed) throws IOException {
    if (System.getenv("CI") != null) {
      throw new IllegalStateException("CI compares, it does not write");
    }
    Map<String, Map<Integer, Passed>> recorded = recorded();
    recorded.computeIfAbsent(suite.name(), _ -> new TreeMap<>()).putAll(passed);
    Files.writeString(file(), text(recorded));
  }

  static String text(Map<String, Map<Integer, Passed>> recorded) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Packages' own tests\n\nWritten by `OwnTestSuitesTest`, which installs each package from npm with the tests ");
    text.append("that its tarball holds and runs them unmodified, plain and contained (`init`, then enforce mode without any ");
    text.append("grant). The same tests must pass and fail. The numbers are tests passed, plain / contained.\n\n");
    text.append("`mvn verify` runs each suite on the lines in the last column but one; `mvn verify -Pfuzz` runs all on all.\n\n");
    text.append("| package | version | runner | Node 22 | Node 24 | Node 26 | in `mvn verify` | files left out |\n");
    text.append("|---|---|---|---|---|---|---|---|\n");
    for (Suite suite : Suite.all()) {
      text.append("| [").append(suite.name()).append("](../../e2e/suites/").append(suite.name()).append("/package.json) | ");
      text.append(suite.version()).append(" | ").append(suite.runner()).append(" | ");
      Map<Integer, Passed> passed = recorded.getOrDefault(suite.name(), Map.of());
      for (int line : LINES) {
        @Nullable Passed numbers = passed.get(line);
        text.append(numbers == null ? "" : numbers.toString()).append(" | ");
      }
      text.append(String.join(", ", suite.usualLines().stream().map(String::valueOf).toList())).append(" | ");
      text.append(leftOut(suite)).append(" |\n");
    }
    return text.toString();
  }

  private static String leftOut(Suite suite) {
    Map<String, Integer> reasons = new TreeMap<>();
    suite.without().values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
    return String.join("; ", reasons.entrySet().stream().map(e -> e.getValue() + ": " + e.getKey()).toList());
  }
}
