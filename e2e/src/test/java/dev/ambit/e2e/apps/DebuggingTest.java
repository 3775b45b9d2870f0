package dev.ambit.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a person sees while looking for a fault is what plain Node shows: `e2e/debugging`, plain and enforced.
class DebuggingTest {
  private static final Pattern PID = Pattern.compile("\\(node:\\d+\\)");
  /// How a method was reached differs where timers are stand-ins.
  private static final Pattern ALIAS = Pattern.compile(" \\[as \\w+]");

  @TempDir private static Path temporary;

  private static Path folder = Path.of("");
  private static Map<String, String> plain = Map.of();
  private static Map<String, String> contained = Map.of();

  @BeforeAll
  static void install() throws Exception {
    Path source = Path.of(System.getProperty("ambit.repo"), "e2e/debugging");
    folder = temporary.toRealPath().resolve("debugging");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = source.relativize(file);
        Path target = folder.resolve(name.startsWith("dependency") ? Path.of("node_modules").resolve(name) : name);
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    plain = Contained.plainEnvironment();
    contained = Contained.environment(folder, plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void inspectShowsCommonValuesAsPlain(int line) throws Exception {
    Ran expected = run(line, plain, "inspect.js");
    assertThat(expected.output().lines().count()).isGreaterThan(2000);
    Ran actual = run(line, contained, "inspect.js");
    assertThat(actual.seen()).isEqualTo(expected.seen());
    assertThat(actual.errors()).isEqualTo(expected.errors());
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void tracesKeepNamesLinesAndColumns(int line) throws Exception {
    List<List<String>> expected = traces(run(line, plain, "traces.js").output());
    assertThat(expected).hasSizeGreaterThan(8);
    assertThat(expected.getFirst().get(1)).contains("Account.withdraw").contains("node_modules/dependency/index.js:9:25");
    assertThat(traces(run(line, contained, "traces.js").output())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void sourceMapsOfDependenciesAreFollowed(int line) throws Exception {
    String expected = own(run(line, plain, "--enable-source-maps", "mapped.js").errors());
    assertThat(expected).contains("dependency/src/built.ts:9:11").contains("    throw new Error('no orders');\n    ^");
    assertThat(own(run(line, contained, "--enable-source-maps", "mapped.js").errors())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void warningsAreNotMultiplied(int line) throws Exception {
    String expected = PID.matcher(run(line, plain, "warnings.js").errors()).replaceAll("");
    assertThat(expected).contains("MaxListenersExceededWarning").contains("APP1").contains("APP2");
    assertThat(PID.matcher(run(line, contained, "warnings.js").errors()).replaceAll("")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "own, 5", "dependency, 9", "callback, 7", "rejected, 8", "module, 5", "absent, 0", "package, 0", "text, 13",
  })
  void theExcerptOfAnUncaughtErrorShowsTheUsersLine(String fault, int at) throws Exception {
    for (int line : List.of(22, 24, 26)) {
      Ran expected = run(line, plain, "uncaught.js", fault);
      Ran actual = run(line, contained, "uncaught.js", fault);
      String first = expected.errors().lines().filter(text -> !text.isBlank()).findFirst().orElse("");
      assertThat(first).contains(at == 0 ? "node:internal" : ":" + at);
      assertThat(actual.code()).isEqualTo(expected.code());
      assertThat(excerpt(actual.errors())).isEqualTo(excerpt(expected.errors()));
      assertThat(excerpt(actual.errors())).doesNotContain("guard");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void aBreakpointInADependencyIsHitAtItsLine(int line) throws Exception {
    String file = folder.resolve("node_modules/dependency/index.js").toUri().toString().replace("file:/tmp", "file:///tmp");
    List<String> command = List.of(Contained.node(line), "--inspect-brk=127.0.0.1:0", "stops.js");
    try (Debugger debugger = Debugger.start(folder, contained, command)) {
      debugger.ask("Runtime.enable", "{}");
      debugger.ask("Debugger.enable", "{}");
      String place = "{\"url\":\"" + file + "\",\"lineNumber\":9}";
      debugger.ask("Debugger.setBreakpointByUrl", place);
      debugger.ask("Runtime.runIfWaitingForDebugger", "{}");
      JsonNode first = debugger.paused();
      assertThat(debugger.scriptOf(first.path("callFrames").path(0))).endsWith("/stops.js");
      assertThat(first.path("callFrames").path(0).path("location").path("lineNumber").intValue()).isEqualTo(1);
      debugger.ask("Debugger.resume", "{}");
      JsonNode frame = debugger.paused().path("callFrames").path(0);
      assertThat(debugger.scriptOf(frame)).isEqualTo(file);
      assertThat(frame.path("location").path("lineNumber").intValue()).isEqualTo(9);
      assertThat(frame.path("functionName").stringValue()).isEqualTo("withdraw");
      JsonNode value = debugger.ask("Debugger.evaluateOnCallFrame",
          "{\"callFrameId\":\"" + frame.path("callFrameId").stringValue() + "\",\"expression\":\"left + amount\"}");
      assertThat(value.path("result").path("value").intValue()).isEqualTo(10);
      debugger.ask("Debugger.resume", "{}");
      assertThat(debugger.output()).isEqualTo("7\n");
    }
  }

  private static Ran run(int line, Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Contained.node(line)));
    command.addAll(List.of(arguments));
    return Ran.of(folder, environment, command);
  }

  /// Each stack: its message, and its frames up to the first that is not in a file of the application.
  private static List<List<String>> traces(String output) {
    List<List<String>> traces = new ArrayList<>();
    boolean inside = false;
    for (String line : output.lines().toList()) {
      if (!line.startsWith("    at ")) {
        traces.add(new ArrayList<>(List.of(line)));
        inside = true;
      } else if (inside && line.contains(folder.toString())) {
        traces.getLast().add(line);
      } else {
        inside = false;
      }
    }
    return traces;
  }

  /// The lines that the user's code can be held responsible for.
  private static String own(String errors) {
    List<String> lines = errors.lines().toList();
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (!line.startsWith("    at ") || line.contains(folder.toString())) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  /// What stands above the stack, and the stack's frames in files of the application.
  private static String excerpt(String errors) {
    return ALIAS.matcher(own(errors)).replaceAll("").replace(") {\n", ")\n").replaceAll("node:internal\\S*", "node:internal");
  }
}
