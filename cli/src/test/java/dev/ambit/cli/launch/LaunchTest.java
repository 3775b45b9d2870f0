package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real Node, started through a JVM that becomes it.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LaunchTest {
  @TempDir private Path folder;
  private Sandbox sandbox = new Sandbox(Path.of("/"));

  @BeforeEach
  void create() throws Exception {
    sandbox = Sandbox.in(folder);
  }

  @AfterEach
  void deleteLink() throws Exception {
    // JUnit warns of each link out of its folder
    Files.deleteIfExists(sandbox.bin().resolve("node"));
  }

  private List<String> command(String... words) {
    return in(sandbox.project(), words);
  }

  private List<String> in(Path cwd, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-MaxFDLimit", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        LaunchMain.class.getName(), sandbox.root().toString(), cwd.toString()));
    command.addAll(List.of(words));
    return command;
  }

  private Process start(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(sandbox.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(sandbox.environment("LC_ALL", "C.UTF-8"));
    builder.environment().remove("NODE_OPTIONS");
    return builder.redirectError(sandbox.root().resolve("errors").toFile()).start();
  }

  private String output(List<String> command) throws Exception {
    Process process = start(command);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assertThat(code).as(Files.readString(sandbox.root().resolve("errors"))).isZero();
    return output;
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void argumentsDirectoryAndGuardArriveOnEveryLine(int line) throws Exception {
    sandbox.realNode(line);
    sandbox.file("app.js", """
        console.log(JSON.stringify([guard, process.cwd(), process.argv0, process.argv.slice(1), process.execArgv]))
        """);
    Path cwd = Files.createDirectories(sandbox.project().resolve("sub ü"));
    assertThat(output(in(cwd, "script", "../app.js", "", "two words", "line\nbreak", "\"'$(id)", "żółć 🦊")).strip())
        .isEqualTo("[\"guarded\",\"" + cwd + "\",\"" + sandbox.bin() + "/node\",[\"" + sandbox.project()
            + "/app.js\",\"\",\"two words\",\"line\\nbreak\",\"\\\"'$(id)\",\"żółć 🦊\"],[]]");
  }

  @Test
  void noDescriptorSignalOrLimitDiffersFromADirectStart() throws Exception {
    Path node = sandbox.realNode(24);
    Path app = sandbox.file("app.js", """
        const fs = require('node:fs');
        const lines = fs.readFileSync('/proc/self/status', 'utf8').split('\\n');
        // two of the C library's own are set anew by whoever starts a thread
        const mask = (name) => BigInt('0x' + lines.find((l) => l.startsWith(name)).split('\\t')[1]) & ~(3n << 31n);
        const open = fs.readdirSync('/proc/self/fd').map((fd) => {
          try { return fd + ' ' + fs.readlinkSync('/proc/self/fd/' + fd).replace(/\\d+/g, 'n'); } catch { return ''; }
        });
        console.log(['SigBlk', 'SigIgn', 'SigCgt'].map((name) => name + mask(name).toString(16)).join(' '));
        console.log(open.filter(Boolean).join('\\n'));
        console.log(fs.readFileSync('/proc/self/limits', 'utf8'));
        """);
    String direct = output(List.of(node.toString(), app.toString()));
    assertThat(direct).contains("SigCgt").contains("Max open files");
    assertThat(output(command("script", "app.js"))).isEqualTo(direct);
  }

  @Test
  void theEnvironmentIsExactlyThePlannedOne() throws Exception {
    sandbox.realNode(24);
    sandbox.file("app.js", "for (const [k, v] of Object.entries(process.env)) console.log(k + '=' + v)");
    Map<String, String> planned = LaunchPlan.of(sandbox.request(
        new LaunchRequest.Command.Script("app.js", List.of()), "LC_ALL", "C.UTF-8")).env();
    assertThat(output(command("script", "app.js")).lines())
        .containsExactlyInAnyOrderElementsOf(
            planned.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList());
  }

  @Test
  void aMegabyteGoesThrough() throws Exception {
    sandbox.realNode(24);
    sandbox.file("app.js", "process.stdin.pipe(process.stdout)");
    byte[] megabyte = new byte[1 << 20];
    new Random(2).nextBytes(megabyte);
    Process process = start(command("script", "app.js"));
    Thread writer = Thread.ofVirtual().start(() -> {
      try (OutputStream in = process.getOutputStream()) {
        in.write(megabyte);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    assertThat(process.getInputStream().readAllBytes()).isEqualTo(megabyte);
    writer.join();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void theExitCodeIsNodes() throws Exception {
    sandbox.realNode(24);
    sandbox.file("app.js", "process.exitCode = 37");
    assertThat(start(command("script", "app.js")).waitFor()).isEqualTo(37);
  }

  @Test
  void aJvmWithoutNativeAccessStartsAChild() throws Exception {
    sandbox.realNode(24);
    sandbox.file("app.js", "console.log(guard, process.cwd()); process.exitCode = 3");
    List<String> command = new ArrayList<>(command("script", "app.js"));
    command.set(command.indexOf("--enable-native-access=ALL-UNNAMED"), "--illegal-native-access=deny");
    Process process = start(command);
    assertThat(process.inputReader().readLine()).isEqualTo("guarded " + sandbox.project());
    assertThat(process.waitFor()).isEqualTo(3);
  }

  @Test
  void aTerminationReachesNode() throws Exception {
    sandbox.realNode(24);
    sandbox.file("app.js", """
        process.on('SIGTERM', () => { console.log('told'); process.exit(5); });
        setInterval(() => {}, 1000);
        console.log('up ' + process.pid);
        """);
    Process process = start(command("script", "app.js"));
    var output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("up " + process.pid());
    process.toHandle().destroy();
    assertThat(output.readLine()).isEqualTo("told");
    assertThat(process.waitFor()).isEqualTo(5);
  }

  @Test
  void aTerminationEndsNodeBySignal() throws Exception {
    sandbox.realNode(24);
    sandbox.file("app.js", "setInterval(() => {}, 1000); console.log('up')");
    Process process = start(command("script", "app.js"));
    var output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("up");
    process.toHandle().destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
  }

  @Test
  void theTerminalIsNodes() throws Exception {
    Path node = sandbox.realNode(24);
    Path app = sandbox.file("app.js", """
        const { execSync } = require('node:child_process');
        const settings = () => execSync('stty -g', { stdio: ['inherit', 'pipe', 'inherit'] }).toString().trim();
        const stat = require('node:fs').readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
        console.log(process.stdin.isTTY, process.stdout.isTTY, process.stderr.isTTY, process.stdout.columns, settings());
        process.stdin.setRawMode(true);
        console.log(settings(), 'foreground', stat[2] === stat[5], 'leader', stat[2] === String(process.pid));
        process.stdin.setRawMode(false);
        """);
    String direct = output(terminal(List.of(node.toString(), app.toString())));
    assertThat(direct).startsWith("true true true").contains("foreground true");
    assertThat(output(terminal(command("script", "app.js")))).isEqualTo(direct);
  }

  /// The command in a terminal of its own, from util-linux.
  private static List<String> terminal(List<String> command) {
    StringBuilder line = new StringBuilder("exec");
    command.forEach(word -> line.append(" '").append(word.replace("'", "'\\''")).append('\''));
    return List.of("script", "-qefc", line.toString(), "/dev/null");
  }

  @Test
  void aScriptThatReplacesNodeOptionsStillFindsTheGuard() throws Exception {
    sandbox.realNode(24);
    sandbox.file("app.js", "console.log(globalThis.guard, process.env.NODE_OPTIONS.endsWith('--no-warnings'))");
    sandbox.program(sandbox.project().resolve("run.sh"), "#!/bin/sh\nNODE_OPTIONS=--no-warnings node app.js\n");
    assertThat(output(command("program", "./run.sh"))).isEqualTo("guarded true\n");
  }

  @Test
  void npmRunsTheProjectsScriptsWithTheGuard() throws Exception {
    sandbox.realNode(24);
    sandbox.file("app.js", "console.log(globalThis.guard, process.version.split('.')[0])");
    sandbox.file("package.json", "{\"name\": \"app\", \"scripts\": {\"go\": \"node app.js\"}}");
    // npm replaces NODE_OPTIONS by this
    sandbox.file(".npmrc", "node-options=--no-warnings\n");
    assertThat(output(command("program", "npm", "run", "--silent", "go"))).isEqualTo("guarded v24\n");
  }

  @Test
  void aRefusalEndsWithTwo() throws Exception {
    sandbox.realNode(24);
    Process process = start(command("program", "node", "-e", "1"));
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(sandbox.root().resolve("errors")).content().startsWith("`-e` runs code that is in no file");
  }
}
