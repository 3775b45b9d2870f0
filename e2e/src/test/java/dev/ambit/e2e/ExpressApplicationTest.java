package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.cli.demo.DemoApplication;
import dev.ambit.cli.demo.Self;
import dev.ambit.cli.demo.ServerProcess;
import dev.ambit.cli.demo.Sink;
import dev.ambit.core.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The real input: an unmodified express application, its whole tree from npm, real requests, and the
/// commands as a user types them.
class ExpressApplicationTest {
  private static final String SECRET = "FAKE-express-application-token";

  @TempDir private static Path installed;

  @TempDir private Path folder;

  /// `PATH` with the Node line in front.
  private String path = "";

  @BeforeAll
  static void install() throws Exception {
    DemoApplication.create(installed);
    Result npm =
        run(new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional").directory(installed.toFile()));
    assertThat(npm.code).as(npm.errors).isZero();
  }

  static Stream<NodeLine> lines() {
    return NodeLine.all().stream();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void answersTheSameContainedAsPlain(NodeLine node) throws Exception {
    DemoApplication application = copy(node);
    List<String> plain;
    try (ServerProcess server = ServerProcess.start(plain(application, node, Map.of()))) {
      plain = server.answers();
    }
    assertThat(plain).hasSize(6).allMatch(a -> !a.contains("undefined"));
    ambit(0, application, "init", "--mode", "enforce");
    try (ServerProcess server = ServerProcess.start(contained(application, Map.of()))) {
      assertThat(server.answers()).isEqualTo(plain);
      String errors = server.stop();
      assertThat(server.exitCode()).isZero();
      assertThat(errors.lines().filter(line -> !line.startsWith("ambit: enforcing ")))
          .as("nothing but the status line and what the application itself prints")
          .noneMatch(line -> line.contains("ambit") || line.contains("Warning"));
    }
    Result audit = ambit(0, application, "audit");
    assertThat(audit.output).contains("nothing to review");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aPackageDeepInTheTreeLeaksPlainAndNothingContained(NodeLine node) throws Exception {
    DemoApplication application = copy(node);
    application.plantClean();
    ambit(0, application, "init", "--mode", "enforce");
    application.plantAttack();
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve(".npmrc"), "//127.0.0.1/:_authToken=" + SECRET + "\n");
    try (Sink sink = new Sink()) {
      Map<String, String> env =
          Map.of(
              "HOME", home.toString(),
              "SINK_PORT", String.valueOf(sink.port()),
              "npm_package_description", application.description());
      List<String> answers;
      try (ServerProcess server = ServerProcess.start(plain(application, node, env))) {
        answers = server.answers();
        await(sink);
        assertThat(sink.got(SECRET)).as("the attack works plain").isTrue();
      }
      sink.clear();
      Path events = folder.resolve("events.jsonl");
      try (ServerProcess server = ServerProcess.start(contained(application, env, "--events", events.toString()))) {
        assertThat(server.answers()).isEqualTo(answers);
        // as long as the plain run was given at most
        TimeUnit.SECONDS.sleep(2);
        assertThat(sink.got(SECRET)).isFalse();
        assertThat(server.stop())
            .contains("ERR_AMBIT_DENIED flatmap-stream@0.1.1 may not require `crypto`")
            .contains("node_modules/flatmap-stream/index.js:18:")
            .containsPattern("via express-app > express > .*ee-first > flatmap-stream")
            .contains("allow it: ambit approve flatmap-stream@0.1.1 crypto");
      }
      JsonNode event = Json.MAPPER.readTree(Files.readAllLines(events).getFirst());
      assertThat(event.path("package").stringValue()).isEqualTo("flatmap-stream@0.1.1");
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aChangedDependencyIsFoundByAuditAndDeniedByRun(NodeLine node) throws Exception {
    DemoApplication application = copy(node);
    ambit(0, application, "init", "--mode", "enforce");
    Path changed = application.folder().resolve("node_modules/ee-first/index.js");
    Files.writeString(changed, Files.readString(changed) + "\nrequire('child_process');\n");
    Result audit = ambit(1, application, "audit");
    assertThat(audit.output).contains("`ee-first@1.1.1` wants more than the reviewed content: `child_process`");
    assertThat(audit.output).contains("node_modules/ee-first/index.js:").contains("ambit approve ee-first@1.1.1");
    Result json = ambit(1, application, "audit", "-f", "json");
    assertThat(Json.MAPPER.readTree(json.output).path("findings").path(0).path("subject").stringValue())
        .isEqualTo("ee-first@1.1.1");
    Result run = ambit(1, application, "run", "server.js");
    assertThat(run.errors).contains("ERR_AMBIT_DENIED ee-first@1.1.1 may not require `child_process`");
    ambit(0, application, "approve", "ee-first@1.1.1", "child_process", "--reason", "a test");
    ambit(0, application, "audit");
    try (ServerProcess server = ServerProcess.start(contained(application, Map.of()))) {
      assertThat(server.answers()).hasSize(6);
    }
  }

  private DemoApplication copy(NodeLine node) throws IOException {
    Path target = folder.resolve("express app");
    try (Stream<Path> files = Files.walk(installed)) {
      for (Path file : files.toList()) {
        Path to = target.resolve(installed.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    path = node.binary().getParent() + File.pathSeparator + System.getenv("PATH");
    return new DemoApplication(target.toRealPath());
  }

  private static ProcessBuilder plain(DemoApplication application, NodeLine node, Map<String, String> env) {
    ProcessBuilder command = new ProcessBuilder(node.binary().toString(), "server.js").directory(application.folder().toFile());
    command.environment().remove("NODE_OPTIONS");
    command.environment().putAll(env);
    return command;
  }

  private ProcessBuilder contained(DemoApplication application, Map<String, String> env, String... flags) {
    List<String> args = new ArrayList<>(List.of("run", "-C", application.folder().toString()));
    args.addAll(List.of(flags));
    args.add("server.js");
    ProcessBuilder command = Self.command(args);
    command.environment().putAll(env);
    command.environment().put("PATH", path);
    return command;
  }

  private Result ambit(int code, DemoApplication application, String command, String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(command, "-C", application.folder().toString()));
    all.addAll(List.of(args));
    ProcessBuilder ambit = Self.command(all);
    ambit.environment().put("PATH", path);
    Result result = run(ambit);
    assertThat(result.code).as(result.output + result.errors).isEqualTo(code);
    return result;
  }

  private record Result(int code, String output, String errors) {}

  private static Result run(ProcessBuilder command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("e2e", ".err");
    Process process = command.redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String said = Files.readString(errors);
    Files.delete(errors);
    return new Result(code, output, said);
  }

  private static void await(Sink sink) throws InterruptedException {
    for (int i = 0; i < 250 && !sink.got(SECRET); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
