package dev.ambit.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Packages pass and fail the same of their own tests contained as they do plain. `-Dambit.suite=qs,url` and
/// `-Dambit.line=24` limit what runs; `-Dambit.update=true` writes the numbers into the [table][OwnTestsTable].
class OwnTestSuitesTest {
  /// Tests of networks and files are now and then late. What differs because of containment differs each time.
  private static final int TRIES = 3;

  @TempDir private Path temporary;

  static Stream<Suite> suites() throws Exception {
    String only = System.getProperty("ambit.suite", "");
    return Suite.all().stream().filter(s -> only.isEmpty() || List.of(only.split(",")).contains(s.name()));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void passesTheSameTests(Suite suite) throws Exception {
    Path project = temporary.toRealPath().resolve(suite.name());
    Files.createDirectories(project);
    for (String file : List.of("package.json", "package-lock.json", "ambit.json")) {
      if (Files.exists(suite.folder().resolve(file))) {
        Files.copy(suite.folder().resolve(file), project.resolve(file));
      }
    }
    Ran npm = Ran.of(project, System.getenv(), List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    assertThat(npm.code()).as(npm.errors()).isZero();
    List<String> tests = suite.layOut(project);
    Map<String, String> plain = Contained.plainEnvironment();
    Map<String, String> contained = Contained.environment(project, plain);

    List<String> differences = new ArrayList<>();
    Map<Integer, OwnTestsTable.Passed> passed = new TreeMap<>();
    for (int line : suite.lines()) {
      int passedPlain = 0;
      int passedContained = 0;
      for (List<String> arguments : suite.commands(tests)) {
        List<String> command = new ArrayList<>(List.of(Contained.node(line)));
        command.addAll(arguments);
        Map<String, Integer> before = Map.of();
        Map<String, Integer> after = Map.of();
        String difference = "";
        for (int i = 0; i < TRIES && (i == 0 || !difference.isEmpty()); i++) {
          Ran expected = Ran.of(project, Contained.onLine(line, plain), command);
          Ran actual = Ran.of(project, Contained.onLine(line, contained), command);
          before = results(expected);
          after = results(actual);
          assertThat(before).as("node %s %s: %s", line, arguments, expected.errors()).hasSizeGreaterThan(1);
          difference = before.equals(after) ? "" : difference(before, after) + actual.errors();
        }
        if (!difference.isEmpty()) {
          differences.add("node " + line + " " + arguments.getLast() + difference);
        }
        passedPlain += Tap.passed(before);
        passedContained += Tap.passed(after);
      }
      assertThat(passedPlain).as("tests of %s passed plain on %s", suite, line).isPositive();
      passed.put(line, new OwnTestsTable.Passed(passedPlain, passedContained));
    }
    assertThat(differences).isEmpty();
    if (Boolean.getBoolean("ambit.update")) {
      OwnTestsTable.record(suite, passed);
    }
  }

  private static Map<String, Integer> results(Ran run) {
    Map<String, Integer> results = Tap.results(run.output());
    results.put("exit " + run.code(), 1);
    return results;
  }

  private static String difference(Map<String, Integer> before, Map<String, Integer> after) {
    Map<String, Integer> all = new TreeMap<>(before);
    all.putAll(after);
    StringBuilder text = new StringBuilder("\n");
    for (String name : all.keySet()) {
      int plain = before.getOrDefault(name, 0);
      int contained = after.getOrDefault(name, 0);
      if (plain != contained) {
        text.append("  plain ").append(plain).append(", contained ").append(contained).append(": ").append(name).append('\n');
      }
    }
    return text.toString();
  }
}
