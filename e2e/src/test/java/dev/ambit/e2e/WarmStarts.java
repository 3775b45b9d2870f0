package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.e2e.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An installed Ambit and an application that it started already, so that the next start is warm: the launcher starts
/// Node by itself when nothing changed, and only then. Whether it does shows where no Java can be found.
abstract class WarmStarts {
  /// A change within this time before a start shows no difference to one during it.
  static final Duration SETTLED = Duration.ofMillis(2200);

  private static final String SHOW = """
      const fs = require('fs');
      // a shell has no sealed memory, so the manifest is the pinned file; and the record of code grows with each start
      const OWN = ['AMBIT_JAVA_HOME', 'AMBIT_MANIFEST_SEALED', 'AMBIT_CODE_INTEGRITY'];
      console.log(JSON.stringify({
        env: Object.entries(process.env).filter(([name]) => !OWN.includes(name)).sort(),
        argv: process.argv, argv0: process.argv0, flags: process.execArgv, cwd: process.cwd(), title: process.title,
        files: fs.readdirSync('/proc/self/fd').filter((fd) => { try { return !/anon_inode|pipe|eventfd|memfd:ambit-manifest/.test(fs.readlinkSync('/proc/self/fd/' + fd)); } catch { return false; } }),
        signals: fs.readFileSync('/proc/self/status', 'utf8').match(/^Sig(Blk|Ign).*$/mg),
        leaf: require('leaf').say(),
      }));
      """;

  @TempDir Path folder;
  Installation ambit = new Installation(Path.of("/"));
  Path project = Path.of("/");
  Path node = NodeLine.all().get(1).binary();

  @BeforeEach
  void install() throws Exception {
    folder = folder.toRealPath();
    ambit = Installation.in(folder.resolve("am bit"));
    project = folder.resolve("pro 'ject\" ā é");
    Path leaf = Files.createDirectories(project.resolve("node_modules/leaf/lib"));
    Files.writeString(project.resolve("package.json"), """
        {"name": "app", "version": "1.0.0", "dependencies": {"leaf": "1.0.0"}}""");
    Files.writeString(project.resolve("package-lock.json"), """
        {"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {
          "": {"name": "app", "version": "1.0.0", "dependencies": {"leaf": "1.0.0"}},
          "node_modules/leaf": {"version": "1.0.0"}}}""");
    Files.writeString(leaf.resolve("../package.json"), "{\"name\": \"leaf\", \"version\": \"1.0.0\", \"main\": \"lib/leaf.js\"}");
    Files.writeString(leaf.resolve("leaf.js"), "exports.say = () => 'leaf as reviewed';");
    Files.writeString(project.resolve("app.js"), SHOW);
    Files.createDirectories(project.resolve("lib"));
    Files.writeString(project.resolve("lib/own.js"), "exports.own = 1;");
    assertThat(ambit(Map.of(), "init", "--mode", "enforce").code()).isZero();
    // the first start writes the `node` of the children, which a record rests on too
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    Thread.sleep(SETTLED);
  }

  final ProcessBuilder builder(Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of(
        "PATH", node.getParent() + ":/usr/bin:/bin", "HOME", folder.resolve("home").toString(), "OLDPWD", "/tmp",
        "AMBIT_JAVA_HOME", System.getProperty("java.home")));
    builder.environment().putAll(environment);
    return builder;
  }

  final Result ambit(Map<String, String> environment, String... arguments) throws Exception {
    return Installation.run(
        builder(environment, Installation.list(ambit.launcher().toString(), arguments)), folder);
  }

  /// A start where no Java can be found.
  final Result withoutJava(String... arguments) throws Exception {
    return ambit(Map.of("AMBIT_JAVA_HOME", "/nowhere"), arguments);
  }

  final void assertWarm() throws Exception {
    assertThat(withoutJava("run", "app.js")).satisfies(result -> {
      assertThat(result.errors()).isEqualTo("ambit: enforcing 1 package (cjs, esm, json, .node; workers contained)\n");
      assertThat(result.output()).contains("leaf as reviewed");
      assertThat(result.code()).isZero();
    });
  }

  final void assertStepsAside(String... arguments) throws Exception {
    assertStepsAside(withoutJava(arguments));
  }

  static void assertStepsAside(Result result) {
    assertThat(result.errors()).startsWith("ambit: AMBIT_JAVA_HOME is `/nowhere`");
    assertThat(result.output()).isEmpty();
    assertThat(result.code()).isEqualTo(2);
  }

  final Path record() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/.cache/ambit/warm"))) {
      return files.filter(file -> file.toString().endsWith(".warm")).findFirst().orElseThrow();
    }
  }
}
