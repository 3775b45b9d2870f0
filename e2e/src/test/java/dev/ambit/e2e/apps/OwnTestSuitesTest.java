package dev.ambit.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/// Packages pass and fail the same of their own tests contained as they do plain.
class OwnTestSuitesTest {
  private static final List<Integer> LINES =
      Stream.of(System.getProperty("ambit.line", "22,24,26").split(",")).map(Integer::valueOf).toList();

  @TempDir private Path temporary;

  static Stream<Suite> suites() throws IOException {
    String only = System.getProperty("ambit.suite", "");
    return Suite.all().stream().filter(s -> only.isEmpty() || s.name().equals(only));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void passesTheSameTests(Suite suite) throws Exception {
    Path project = temporary.toRealPath().resolve(suite.name());
    Files.createDirectories(project);
    for (String file : List.of("package.json", "package-lock.json")) {
      Files.copy(suite.folder().resolve(file), project.resolve(file));
    }
    Ran npm = Ran.of(project, System.getenv(), List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    assertThat(npm.code()).as(npm.errors()).isZero();
    List<String> tests = suite.layOut(project);
    Map<String, String> plain = Contained.plainEnvironment();
    Map<String, String> contained = Contained.environment(project, plain);

    List<String> differences = new ArrayList<>();
    for (int line : LINES) {
      for (List<String> arguments : suite.commands(tests)) {
        List<String> command = new ArrayList<>(List.of(Contained.node(line)));
        command.addAll(arguments);
        Ran expected = Ran.of(project, plain, command);
        Ran actual = Ran.of(project, contained, command);
        Map<String, Integer> before = results(expected);
        Map<String, Integer> after = results(actual);
        assertThat(before).as("node %s %s: %s", line, arguments, expected.errors()).hasSizeGreaterThan(1);
        if (!before.equals(after)) {
          differences.add("node " + line + " " + arguments.getLast() + difference(before, after) + actual.errors());
        }
      }
    }
    assertThat(differences).isEmpty();
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
