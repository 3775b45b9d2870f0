package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A user without privileges whose exec securebits are locked, on Linux 6.14 or newer. Run by root, the tests become
/// such a user first; what happens is told by files that programs write.
class LockedSecurebitsTest {
  private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  private static final String MARK = "require('fs').writeFileSync(__dirname + '/%s', '');";

  private static Path shared = Path.of("");
  private static Path template = Path.of("");
  private static List<String> ambit = List.of();

  private Path folder = Path.of("");

  private record Result(int code, String output, String errors) {}

  /// The class path where everybody can read it: Maven's lies in somebody's home.
  private static void copyProgram() throws Exception {
    shared = readable("ambit-program");
    Path jars = Files.createDirectory(shared.resolve("lib"));
    Installation.copyGuard(shared);
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      boolean jar = Files.isRegularFile(path);
      classPath.add(jar ? Files.copy(path, jars.resolve(classPath.size() + ".jar")).toString() : entry);
    }
    ambit = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-cp", String.join(File.pathSeparator, classPath), "dev.ambit.cli.Ambit");
  }

  @AfterAll
  static void deleteAll() throws IOException {
    delete(shared);
    delete(template);
  }

  @BeforeEach
  void copyApplication() throws Exception {
    folder = readable("ambit-securebits").toRealPath();
    Result copied = run(folder, List.of("cp", "-a", template + "/.", folder.toString()));
    assertThat(copied.code).as(copied.errors).isZero();
  }

  /// Reviewed once, by the user that runs it.
  @BeforeAll
  static void createApplication() throws Exception {
    copyProgram();
    template = readable("ambit-template").toRealPath();
    file("package.json", "{\"name\":\"app\",\"version\":\"1.0.0\",\"dependencies\":{\"dep\":\"1.0.0\"}}");
    file("package-lock.json", """
        {"name":"app","version":"1.0.0","lockfileVersion":3,"packages":{
          "":{"name":"app","version":"1.0.0","dependencies":{"dep":"1.0.0"}},
          "node_modules/dep":{"version":"1.0.0"}}}
        """);
    file("node_modules/dep/package.json", "{\"name\":\"dep\",\"version\":\"1.0.0\"}");
    file("node_modules/dep/index.js", "require('fs').writeFileSync(__dirname + '/../../dep-ran', '');");
    file("main.js", MARK.formatted("main-ran") + "require('dep')");
    file("module.mjs", "import { writeFileSync } from 'node:fs'; writeFileSync('module-ran', ''); await import('dep')");
    file("child.js", MARK.formatted("child-ran"));
    file("parent.js", """
        const { spawnSync, execFileSync } = require('child_process');
        spawnSync(process.execPath, ['child.js'], { env: {} });
        spawnSync(process.execPath, ['-e', "require('fs').writeFileSync('snippet-ran', '')"], { env: {} });
        try { execFileSync(process.execPath, ['child.js'], { stdio: 'ignore' }); } catch {}
        """);
    if (isRoot()) {
      run(template, List.of("chown", "-R", "65534:65534", template.toString()));
    }
    Result result = user(template, NodeLine.all().getFirst(), ambit("init", "--mode", "enforce"));
    assertThat(result.code).as(result.errors).isZero();
  }

  @AfterEach
  void deleteApplication() throws IOException {
    delete(folder);
  }

  static Stream<NodeLine> lines() {
    return NodeLine.all().stream();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void withoutTheBitsModesDoNotMatter(NodeLine node) throws Exception {
    assertThat(user(node, ambit("run", "main.js"))).matches(r -> r.code == 0);
    assertThat(user(node, ambit("run", "parent.js"))).matches(r -> r.code == 0);
    assertThat(ran()).containsExactlyInAnyOrder("main", "dep", "child");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void filesThatMayNotBeExecutedDoNotRun(NodeLine node) throws Exception {
    Result result = user(node, locked(ambit("run", "main.js")));
    assertThat(result.code).isNotZero();
    assertThat(result.errors)
        .contains("files checked by the kernel")
        .contains("ERR_CODE_INTEGRITY_VIOLATION").contains("main.js` be executed: permission denied");
    assertThat(user(node, locked(ambit("run", "module.mjs"))).code).isNotZero();
    assertThat(ran()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void filesThatMayBeExecutedRun(NodeLine node) throws Exception {
    executable("main.js", "module.mjs", "node_modules/dep/index.js");
    assertThat(user(node, locked(ambit("run", "main.js")))).matches(r -> r.code == 0);
    assertThat(ran()).containsExactlyInAnyOrder("main", "dep");
    assertThat(user(node, locked(ambit("run", "module.mjs")))).matches(r -> r.code == 0);
    assertThat(ran()).containsExactlyInAnyOrder("main", "dep", "module");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aPackageWhoseFilesMayNotBeExecutedDoesNotRunAlthoughTheProgramMay(NodeLine node) throws Exception {
    executable("main.js");
    assertThat(user(node, locked(ambit("run", "main.js"))).code).isNotZero();
    assertThat(ran()).containsExactly("main");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void codeThatIsInNoFileDoesNotRun(NodeLine node) throws Exception {
    executable("main.js", "node_modules/dep/index.js");
    Result result = user(node, locked(ambit("run", "--", "node", "-e", "require('fs').writeFileSync('snippet-ran', '')")));
    assertThat(result.code).isEqualTo(4);
    assertThat(user(node, locked(ambit("run", "--", "node", "-"))).code).isEqualTo(4);
    assertThat(ran()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aChildNodeIsHeldToTheSame(NodeLine node) throws Exception {
    executable("parent.js");
    assertThat(user(node, locked(ambit("run", "parent.js")))).matches(r -> r.code == 0);
    assertThat(ran()).isEmpty();
    executable("child.js");
    assertThat(user(node, locked(ambit("run", "parent.js")))).matches(r -> r.code == 0);
    assertThat(ran()).containsExactly("child");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aToolOutsideOfTheProjectIsRefused(NodeLine node) throws Exception {
    Path tool = Files.writeString(shared.resolve("tool-" + node.line() + ".js"), "#!/usr/bin/env node\n" + MARK.formatted("x"));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    Result result = user(node, locked(ambit("run", "--", tool.toString())));
    assertThat(result.code).isEqualTo(2);
    assertThat(result.errors).contains("is outside of the project, where nobody checks its files");
  }

  @Test
  void theCommandShowsWhatIsLockedAndNothingClearsIt() throws Exception {
    NodeLine node = NodeLine.all().getFirst();
    assertThat(user(node, ambit("admin", "linux")).output).contains("EXEC_RESTRICT_FILE     not set");
    Result shown = user(node, locked(ambit("admin", "linux")));
    assertThat(shown.output)
        .contains("EXEC_RESTRICT_FILE     set, locked")
        .contains("EXEC_DENY_INTERACTIVE  set, locked");
    Result code = user(node, locked(List.of("/bin/sh", "-c", "exit 3")));
    assertThat(code.code).isEqualTo(3);
    Result half = user(node, locked(ambit("admin", "linux", "--set", "--bits", "files", "--", "true")));
    assertThat(half.errors).isEmpty();
  }

  private static List<String> ambit(String... arguments) {
    List<String> command = new ArrayList<>(ambit);
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> locked(List<String> command) {
    List<String> all = new ArrayList<>(ambit("admin", "linux", "--lock", "--"));
    all.addAll(command);
    return all;
  }

  private Result user(NodeLine node, List<String> command) throws Exception {
    return user(folder, node, command);
  }

  private static Result user(Path folder, NodeLine node, List<String> command) throws Exception {
    List<String> all = new ArrayList<>(isRoot() ? NOBODY : List.of());
    all.addAll(List.of("env", "-i", "PATH=" + node.binary().getParent() + ":/usr/bin:/bin", "HOME=" + folder));
    all.addAll(command);
    return run(folder, all);
  }

  private static Result run(Path folder, List<String> command) throws Exception {
    Path output = Files.createTempFile("output", ".txt");
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      Process process = new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectInput(new File("/dev/null"))
          .redirectOutput(output.toFile())
          .redirectError(errors.toFile())
          .start();
      int code = process.waitFor();
      return new Result(code, Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private List<String> ran() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith("-ran")).map(n -> n.replace("-ran", "")).toList();
    }
  }

  private static void file(String name, String text) throws IOException {
    Path file = template.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void executable(String... names) throws IOException {
    for (String name : names) {
      Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static Path readable(String name) throws IOException {
    Path created = Files.createTempDirectory(name);
    Files.setPosixFilePermissions(created, PosixFilePermissions.fromString("rwxr-xr-x"));
    return created;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
