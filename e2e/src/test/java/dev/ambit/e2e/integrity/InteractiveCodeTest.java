package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Code that is in no file: each door lets it in plain, and not where it is refused.
@Execution(ExecutionMode.SAME_THREAD) // the application is one for all
class InteractiveCodeTest {
  private static final String EVIL = "require('node:fs').writeFileSync(process.env.MARKER, 'ran')";
  private static final String MODULE = "data:text/javascript,import{writeFileSync}from'node:fs';writeFileSync(process.env.MARKER,'ran')";

  @TempDir private static Path work;
  private static SignedApplication application;
  private static Map<String, String> blocked;
  private static Map<String, String> withoutEval;
  private static Map<String, String> audited;

  @BeforeAll
  static void sign() throws Exception {
    application = SignedApplication.create(work);
    blocked = application.enforced("--disable-interactive-mode");
    withoutEval = application.enforced("--disable-eval");
    audited = application.guarded(with(application.demand("--audit-code-integrity"), "--events", application.events().toString()));
  }

  @BeforeEach
  void asSigned() throws Exception {
    application.reset();
  }

  static Stream<Arguments> commandLines() {
    List<List<String>> all =
        List.of(
            List.of("-e", EVIL),
            List.of("--eval=" + EVIL),
            List.of("-p", EVIL),
            List.of("--print", EVIL),
            List.of("-pe", EVIL),
            List.of("--input-type=module", "-e", "import('node:fs').then((fs) => fs.writeFileSync(process.env.MARKER, 'ran'))"),
            List.of("--input-type=module-typescript", "-e", "const name: string = 'node:fs'; import(name).then((fs) => fs.writeFileSync(process.env.MARKER, 'ran'))"),
            List.of("--input-type=commonjs-typescript", "-e", "const file: string = process.env.MARKER!; require('node:fs').writeFileSync(file, 'ran')"),
            List.of("--import=" + MODULE, "kinds/plain.js"),
            List.of("-"),
            List.of(),
            List.of("-i"));
    return SignedApplication.LINES.stream().flatMap(line -> all.stream().map(arguments -> Arguments.of(line, arguments)));
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void codeOnTheCommandLineOrStandardInputRunsPlainOnly(int line, List<String> arguments) throws Exception {
    String[] words = arguments.toArray(String[]::new);
    application.nodeReading(EVIL + "\n", line, application.plain(), words);
    assertThat(application.marker()).as("plain, the door is open").exists();
    Files.delete(application.marker());
    Run run = application.nodeReading(EVIL + "\n", line, blocked, words);
    assertThat(application.marker()).as(run.all()).doesNotExist();
    assertThat(run.code()).as(run.all()).isNotZero();
    assertThat(run.errors()).contains("ERR_CODE_INTEGRITY_BLOCKED");
  }

  static Stream<Arguments> doors() {
    return Stream.of("worker", "dataWorker", "dataImport", "repl", "spawnEval", "spawnInput", "inspector")
        .flatMap(door -> SignedApplication.LINES.stream().map(line -> Arguments.of(line, door)));
  }

  @ParameterizedTest
  @MethodSource("doors")
  void aSignedProgramOpensNoDoorForOthers(int line, String door) throws Exception {
    closed(line, door, blocked, "ERR_CODE_INTEGRITY_BLOCKED");
  }

  static Stream<Arguments> compilers() {
    return Stream.of("eval", "Function", "vm", "script", "compile", "hooks")
        .flatMap(door -> SignedApplication.LINES.stream().map(line -> Arguments.of(line, door)));
  }

  @ParameterizedTest
  @MethodSource("compilers")
  void textThatAProgramCompilesItselfIsRefusedWhereAskedFor(int line, String door) throws Exception {
    String said = door.equals("eval") || door.equals("Function") ? "Code generation from strings disallowed" : "ERR_CODE_INTEGRITY_BLOCKED";
    closed(line, door, withoutEval, said);
  }

  private static void closed(int line, String door, Map<String, String> variables, String said) throws Exception {
    Run plain = application.node(line, application.plain(), "doors.js", door);
    assertThat(application.marker()).as("plain, the door is open: " + plain.all()).exists();
    Files.delete(application.marker());
    Run run = application.node(line, variables, "doors.js", door);
    assertThat(application.marker()).as(run.all()).doesNotExist();
    // a program that starts another does not have to pass its messages on
    if (!door.startsWith("spawn")) {
      assertThat(run.errors()).contains(said);
      assertThat(run.code()).as(run.all()).isNotZero();
    }
  }

  static Stream<Integer> lines() {
    return SignedApplication.LINES.stream();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void signedFilesWorkWithoutInteractiveCode(int line) throws Exception {
    for (Map<String, String> variables : List.of(blocked, withoutEval)) {
      for (List<String> load : List.of(
          List.of("require", "kinds/plain.js"), List.of("import", "kinds/module.mjs"), List.of("import", "kinds/common.cjs"),
          List.of("require", "kinds/module.mjs"), List.of("worker", "kinds/plain.js"), List.of("fork", "kinds/plain.js"))) {
        Run run = application.node(line, variables, "load.js", load.getFirst(), load.getLast());
        assertThat(run.code()).as(load + " " + run.all()).isZero();
        assertThat(run.output()).contains("clean ");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aSignalStartsNoDebugger(int line) throws Exception {
    assertThat(afterSignal(line, application.plain())).contains("Debugger listening");
    assertThat(afterSignal(line, blocked)).doesNotContain("Debugger listening");
  }

  private static String afterSignal(int line, Map<String, String> variables) throws Exception {
    Path errors = application.work().resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(SignedApplication.binary(line), "wait.js").directory(application.app().toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.redirectError(errors.toFile()).start();
    try (var reader = process.inputReader()) {
      assertThat(reader.readLine()).isEqualTo("ready");
      new ProcessBuilder("kill", "-USR1", String.valueOf(process.pid())).start().waitFor();
      for (int i = 0; i < 100 && process.isAlive() && !Files.readString(errors).contains("listening"); i++) {
        Thread.sleep(20);
      }
      return Files.readString(errors);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void auditWritesEachDownAndRunsOn(int line) throws Exception {
    Files.write(application.file("kinds/plain.js"), application.evil("plain.js"));
    Files.write(application.file("kinds/added.cjs"), Files.readAllBytes(application.file("kinds/common.cjs")));
    Run changed = application.node(line, audited, "load.js", "require", "kinds/plain.js");
    Run added = application.node(line, audited, "load.js", "import", "kinds/added.cjs");
    assertThat(changed.code()).as(changed.all()).isZero();
    assertThat(application.marker()).exists();
    assertThat(added.output()).isEqualTo("clean common.cjs\ngot plain\n");
    List<JsonNode> events = new ArrayList<>();
    Files.readAllLines(application.events()).forEach(text -> events.add(Json.MAPPER.readTree(text)));
    assertThat(events).extracting(event -> event.path("file").asString()).containsExactly("kinds/plain.js", "kinds/added.cjs");
    assertThat(events).extracting(event -> event.path("reason").asString()).containsExactly("changed", "unlisted");
    assertThat(events).allSatisfy(event -> {
      assertThat(event.path("event").asString()).isEqualTo("violation");
      assertThat(event.path("mode").asString()).isEqualTo("audit");
      assertThat(event.path("found").asString()).startsWith("sha256-");
      assertThat(event.path("pid").asInt()).isPositive();
    });
    assertThat(events.getFirst().path("expected").asString()).startsWith("sha256-").isNotEqualTo(events.getFirst().path("found").asString());
  }

  private static String[] with(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
