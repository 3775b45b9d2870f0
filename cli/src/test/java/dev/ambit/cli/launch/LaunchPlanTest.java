package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.cli.launch.LaunchRequest.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LaunchPlanTest {
  @TempDir private Path folder;
  private Sandbox sandbox = new Sandbox(Path.of("/"));
  private Path node = Path.of("/");

  @BeforeEach
  void create() throws Exception {
    sandbox = Sandbox.in(folder);
    node = sandbox.fakeNode(sandbox.bin(), "v24.1.0");
    sandbox.file("app.js", "");
  }

  private String guard() {
    return "--require=\"" + sandbox.root() + "/gu\\\"ard \\\\ 'x/src/start.cjs\"";
  }

  private LaunchPlan app(String... environment) throws LaunchException {
    return LaunchPlan.of(sandbox.request(new Command.Script("app.js", List.of()), environment));
  }

  private static String variable(LaunchPlan plan, String name) {
    return plan.env().getOrDefault(name, "");
  }

  @Test
  void aScriptRunsInTheChosenNode() throws Exception {
    LaunchPlan plan = sandbox.run("app.js", "-e", "", "two words");
    assertThat(plan.program()).isEqualTo(node);
    assertThat(plan.argv()).containsExactly(node.toString(), "app.js", "-e", "", "two words");
    assertThat(plan.cwd()).isEqualTo(sandbox.project());
    assertThat(plan.statusLine()).isEqualTo("ambit: enforcing 1 package");
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void aScriptThatLooksLikeAFlagStaysAScript() throws Exception {
    sandbox.file("-e", "");
    assertThat(sandbox.run("-e", "1").argv()).containsExactly(node.toString(), "./-e", "1");
  }

  @Test
  void theRecordOfAProgramIsNamedWithTheDigestThatStandsBesideIt() throws Exception {
    sandbox.file("other.js", "");
    Path record = Path.of(variable(app("AMBIT_CODE", "/evil", "AMBIT_CODE_INTEGRITY", "sha256-evil"), "AMBIT_CODE"));
    assertThat(record.toString()).startsWith(sandbox.root().toString());
    assertThat(variable(sandbox.run("other.js"), "AMBIT_CODE")).isNotEqualTo(record.toString()).isNotEmpty();
    Path integrity = record.resolveSibling(record.getFileName() + ".integrity");
    for (String states : List.of("", " 17:1:2:3 -", " - -", " 17:1:2:3 18:1:4:5")) {
      Files.writeString(integrity, "sha256-" + "A".repeat(43) + "=" + states);
      assertThat(app().env()).containsEntry("AMBIT_CODE", record.toString())
          .containsEntry("AMBIT_CODE_INTEGRITY", "sha256-" + "A".repeat(43) + "=" + states);
    }
    for (String text : List.of("x", "sha256-" + "A".repeat(43) + "= 17:1:2:3", "- -")) {
      Files.writeString(integrity, text);
      assertThat(app().env()).containsKey("AMBIT_CODE").doesNotContainKey("AMBIT_CODE_INTEGRITY");
    }
  }

  @Test
  void anUntestedNodeIsSaid() throws Exception {
    sandbox.fakeNode(sandbox.bin(), "v25.1.0");
    assertThat(app().statusLine()).isEqualTo("ambit: enforcing 1 package, node 25.1.0 not tested");
  }

  @Test
  void theEnvironmentIsTheUsersPlusTheGuard() throws Exception {
    LaunchPlan plan = app("A", "1", "EMPTY", "", "NODE_EXTRA_CA_CERTS", "/ca", "NODE_V8_COVERAGE", "/cov",
        "NODE_COMPILE_CACHE", "/cc", "LD_PRELOAD", "", "AMBIT_TOOL", "/evil", "AMBIT_EVENTS", "/evil", "AMBIT_X", "x",
        "AMBIT_JAVA_HOME", "/jdk");
    assertThat(plan.env()).containsOnlyKeys("A", "EMPTY", "NODE_EXTRA_CA_CERTS", "NODE_V8_COVERAGE",
        "NODE_COMPILE_CACHE", "LD_PRELOAD", "AMBIT_JAVA_HOME", "HOME", "PATH", "NODE_OPTIONS", "AMBIT_MANIFEST",
        "AMBIT_MANIFEST_INTEGRITY", "AMBIT_CODE");
    assertThat(plan.env()).containsEntry("NODE_OPTIONS", guard()).containsEntry("A", "1").containsEntry("EMPTY", "")
        .containsEntry("AMBIT_MANIFEST", sandbox.manifest().toString())
        .containsEntry("AMBIT_MANIFEST_INTEGRITY", "sha256-x");
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void eventsGoToAnAbsoluteFile() throws Exception {
    LaunchRequest request = sandbox.request(new Command.Script("app.js", List.of()));
    var plan = LaunchPlan.of(new LaunchRequest(request.project(), request.cwd(), request.guard(), request.manifest(),
        request.manifestIntegrity(), Path.of("events.jsonl"), request.environment(), "", request.command()));
    assertThat(plan.env()).containsEntry("AMBIT_EVENTS", sandbox.project().resolve("events.jsonl").toString());
  }

  @Test
  void harmlessNodeOptionsFollowTheGuardAndOthersAreNamed() throws Exception {
    LaunchPlan plan = app("NODE_OPTIONS", "--title=\"a b\" --require ./x.js --inspect --no-warnings");
    assertThat(plan.env()).containsEntry("NODE_OPTIONS", guard() + " --title=\"a b\" --no-warnings");
    assertThat(plan.warnings()).containsExactly("NODE_OPTIONS: not passed on: "
        + "`--require` runs code before or beside the guard, "
        + "`--inspect` opens a debugger, through which any code runs uncontained");
  }

  @Test
  void anOuterRunLeavesNoTraceInAnInnerOne() throws Exception {
    LaunchPlan outer = app();
    LaunchPlan inner = app("NODE_OPTIONS", variable(outer, "NODE_OPTIONS"), "PATH", variable(outer, "PATH"));
    assertThat(inner.program()).isEqualTo(node);
    assertThat(inner.warnings()).isEmpty();
    assertThat(inner.env()).containsEntry("NODE_OPTIONS", guard());
  }

  @Test
  void variablesThatLeadNodeElsewhereAreTakenOut() throws Exception {
    LaunchPlan plan = app("NODE_PATH", "/x", "NODE_REPL_EXTERNAL_MODULE", "/y");
    assertThat(plan.env()).doesNotContainKeys("NODE_PATH", "NODE_REPL_EXTERNAL_MODULE");
    assertThat(plan.warnings()).containsExactlyInAnyOrder(
        "NODE_PATH is not passed on: it changes where packages are found",
        "NODE_REPL_EXTERNAL_MODULE is not passed on: it runs code before or beside the guard");
  }

  @Test
  void theGuardedNodeIsFirstOnThePath() throws Exception {
    String[] path = variable(app(), "PATH").split(":", 3);
    assertThat(Path.of(path[0])).hasParent(sandbox.root().resolve(".cache/ambit/node"));
    assertThat(Path.of(path[0], "node")).isExecutable();
    assertThat(path[1]).isEqualTo(sandbox.bin().toString());
  }

  @Test
  void theChosenNodesFolderPrecedesAnotherNode() throws Exception {
    sandbox.file("package.json", "{\"devDependencies\": {\"node\": \"26\"}}");
    sandbox.file("node_modules/node/package.json", "{\"bin\": \"node\"}");
    Path own = sandbox.fakeNode(sandbox.project().resolve("node_modules/node"), "v26.0.0");
    LaunchPlan plan = app();
    assertThat(plan.program()).isEqualTo(own);
    assertThat(variable(plan, "PATH").split(":", 4)[1])
        .isEqualTo(sandbox.project() + "/node_modules/node");
  }

  @Test
  void aToolIsNamedAndRunsInTheChosenNode() throws Exception {
    Path npm = sandbox.program(sandbox.root().resolve("lib/npm-cli.js"), "#!/usr/bin/node\n");
    Files.createSymbolicLink(sandbox.bin().resolve("npm"), npm);
    sandbox.program(sandbox.project().resolve("node_modules/.bin/npm"), "#!/bin/sh\n");
    LaunchPlan plan = sandbox.program("npm", "test", "--", "-e");
    assertThat(plan.program()).isEqualTo(node);
    assertThat(plan.argv()).containsExactly(node.toString(), sandbox.bin().resolve("npm").toString(), "test", "--", "-e");
    assertThat(plan.env()).containsEntry("AMBIT_TOOL", npm.toString())
        .containsEntry("npm_config_node_options", guard()).containsEntry("pnpm_config_node_options", guard());
    assertThat(plan.statusLine()).isEqualTo("ambit: enforcing 1 package; `npm` itself is not contained, "
        + "the Node programs that it starts are");
  }

  @Test
  void npmsOwnSettingOfNodeOptionsIsReadLikeTheVariable() throws Exception {
    sandbox.program(sandbox.bin().resolve("npm"), "#!/usr/bin/env node\n");
    LaunchPlan plan = LaunchPlan.of(sandbox.request(new Command.Program("npm", List.of("test")),
        "NPM_CONFIG_NODE_OPTIONS", "--no-warnings --require=x"));
    assertThat(plan.env()).doesNotContainKey("NPM_CONFIG_NODE_OPTIONS")
        .containsEntry("npm_config_node_options", guard() + " --no-warnings");
    assertThatThrownBy(() -> sandbox.program("npm", "--node-options=--require=x", "test"))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("`--node-options` would take the guard out of what `npm` starts; ");
    assertThat(sandbox.program("npm", "test", "--", "--node-options=x").argv()).endsWith("--node-options=x");
  }

  @Test
  void aScriptThatReplacesNodeOptionsIsRefusedWhereTheProjectsOwnNodeRuns() throws Exception {
    sandbox.program(sandbox.bin().resolve("npm"), "#!/usr/bin/env node\n");
    sandbox.file("package.json",
        "{\"devDependencies\": {\"node\": \"26\"}, \"scripts\": {\"test\": \"NODE_OPTIONS=--x jest\"}}");
    assertThat(sandbox.program("npm", "test").warnings()).isEmpty();
    sandbox.file("node_modules/node/package.json", "{\"bin\": \"node\"}");
    sandbox.fakeNode(sandbox.project().resolve("node_modules/node"), "v26.0.0");
    assertThatThrownBy(() -> sandbox.program("npm", "test"))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("script `test` in package.json sets NODE_OPTIONS, which takes the guard out");
  }

  @Test
  void aCommandOfTheProjectIsContained() throws Exception {
    Path cli = sandbox.program(sandbox.project().resolve("node_modules/mocha/bin.js"),
        "#!/usr/bin/env -S node --no-warnings\n");
    Path link = sandbox.project().resolve("node_modules/.bin/mocha");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, cli);
    sandbox.program(sandbox.bin().resolve("mocha"), "#!/usr/bin/env node\n");
    LaunchPlan plan = sandbox.program("mocha", "x");
    assertThat(plan.argv()).containsExactly(node.toString(), "--no-warnings", link.toString(), "x");
    assertThat(plan.env()).doesNotContainKey("AMBIT_TOOL");
    assertThat(plan.statusLine()).isEqualTo("ambit: enforcing 1 package");
  }

  @Test
  void aCommandOfTheProjectCannotBringItsOwnPreload() throws Exception {
    sandbox.program(sandbox.project().resolve("node_modules/.bin/x"), "#!/usr/bin/env -S node --expose-internals\n");
    assertThatThrownBy(() -> sandbox.program("x"))
        .isInstanceOf(LaunchException.class)
        .hasMessage("`--expose-internals` gives code powers that the guard does not contain; leave it out");
  }

  @Test
  void anotherProgramRunsAsItIsAndTheStatusSaysSo() throws Exception {
    Path script = sandbox.program(sandbox.project().resolve("script.sh"), "#!/bin/sh\n");
    LaunchPlan plan = sandbox.program("./script.sh", "a");
    assertThat(plan.program()).hasSameBinaryContentAs(script);
    assertThat(plan.argv()).containsExactly("./script.sh", "a");
    assertThat(plan.env()).containsEntry("NODE_OPTIONS", guard()).doesNotContainKey("AMBIT_TOOL");
    assertThat(plan.statusLine()).isEqualTo("ambit: enforcing 1 package; of `./script.sh`, "
        + "only the Node programs that it starts are contained");
  }

  @Test
  void nodeItselfTakesItsFlags() throws Exception {
    LaunchPlan plan = sandbox.program("node", "--inspect", "app.js", "-e");
    assertThat(plan.program()).isEqualTo(node);
    assertThat(plan.argv()).containsExactly(node.toString(), "--inspect", "app.js", "-e");
    assertThat(plan.warnings()).containsExactly("`--inspect` opens a debugger, through which any code runs uncontained");
    assertThat(sandbox.program(node.toString(), "app.js").argv()).containsExactly(node.toString(), "app.js");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "nothing | no program `nothing` in `node_modules/.bin` or on the PATH",
      "app.js | no program `app.js` in `node_modules/.bin` or on the PATH; to run the file: `ambit run app.js`",
      "./app.js | `./app.js` is not executable; `chmod +x ./app.js`, or `ambit run ./app.js` if Node shall run it",
      "./nothing | no program `./nothing`",
  })
  void whatCannotBeFoundIsSaid(String name, String message) {
    assertThatThrownBy(() -> sandbox.program(name)).isInstanceOf(LaunchException.class).hasMessage(message);
  }

  @Test
  void aMissingScriptMayBeAProgram() {
    assertThatThrownBy(() -> sandbox.run("npm"))
        .isInstanceOf(LaunchException.class)
        .hasMessage("no file `npm`; to run a program: `ambit run -- npm`");
  }
}
