package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.e2e.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the record of a start rests on: any change of it, and Java reads the project again.
class WarmRecordTest extends WarmStarts {
  /// What a record rests on, one change each.
  enum Change {
    OWN_SOURCE("app.js"),
    OWN_SOURCE_IN_A_FOLDER("lib/own.js"),
    SETTINGS("ambit.json"),
    BASELINE("ambit.lock.json"),
    LOCK_FILE("package-lock.json"),
    PACKAGE_JSON("package.json"),
    PACKAGE_JSON_OF_A_PACKAGE("node_modules/leaf/package.json"),
    GUARD("../am bit/guard/src/start.cjs"),
    JAR("../am bit/lib/ambit-cli.jar"),
    LAUNCHER("../am bit/ambit");

    private final String file;

    Change(String file) {
      this.file = file;
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void aChangedFileIsSeenThoughItsTimeIsSetBack(Change change) throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    assertWarm();
    Path file = project.resolve(change.file).normalize();
    FileTime time = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    Files.setLastModifiedTime(file, time);
    assertStepsAside("run", "app.js");
  }

  @Test
  void whatIsAddedTakenAwayOrMovedIsSeen() throws Exception {
    for (String added : List.of("npm-shrinkwrap.json", "lib/new.js", "node_modules/leaf/lib/new.js", "node_modules/other.js")) {
      record(() -> assertThat(ambit(Map.of(), "run", "app.js").code()).isZero());
      Path file = Files.writeString(project.resolve(added), "");
      assertStepsAside("run", "app.js");
      Files.delete(file);
    }
    record(() -> assertThat(ambit(Map.of(), "run", "app.js").code()).isZero());
    Path lib = project.resolve("lib");
    Files.move(lib, project.resolve("moved"));
    assertStepsAside("run", "app.js");
    Files.move(project.resolve("moved"), lib);
    // the same files under the same name, in another folder: an older state put back
    record(() -> assertThat(ambit(Map.of(), "run", "app.js").code()).isZero());
    Path older = folder.resolve("older/pro");
    copy(project, older);
    Thread.sleep(SETTLED);
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    Files.move(project, folder.resolve("away"));
    Files.move(older, project);
    assertStepsAside("run", "app.js");
  }

  private interface Step {
    void run() throws Exception;
  }

  /// A full start after which the next one is warm.
  private void record(Step start) throws Exception {
    Thread.sleep(SETTLED);
    start.run();
    assertWarm();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = Files.createDirectories(to.resolveSibling(".")).normalize().resolve(to.getFileName()).resolve(from.relativize(file).toString());
        Files.createDirectories(target.resolveSibling("."));
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void aChangedDependencyIsRefusedOnceAndThenReadAgain() throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    assertWarm();
    Path leaf = project.resolve("node_modules/leaf/lib/leaf.js");
    // in place: only the file itself shows it, and the guard looks there
    Files.writeString(leaf, "exports.say = () => 'leaf edited by hand';", StandardOpenOption.TRUNCATE_EXISTING);
    Result refused = withoutJava("run", "app.js");
    assertThat(refused.errors()).contains("ERR_AMBIT_CHANGED_FILE").contains("run `ambit run` again");
    assertThat(refused.output()).isEmpty();
    assertThat(refused.code()).isNotZero();
    assertStepsAside("run", "app.js");
    assertThat(ambit(Map.of(), "run", "app.js").output()).contains("leaf edited by hand");
  }

  @Test
  void anUnusualEnvironmentIsLeftToJava() throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    assertWarm();
    for (String name : List.of("NODE_OPTIONS", "NODE_PATH", "NODE_REPL_EXTERNAL_MODULE", "AMBIT_MANIFEST", "AMBIT_EVENTS",
        "AMBIT_TOOL", "npm_config_node_options", "FORCE_COLOR")) {
      assertStepsAside(ambit(Map.of("AMBIT_JAVA_HOME", "/nowhere", name, ""), "run", "app.js"));
    }
    assertStepsAside(ambit(Map.of("AMBIT_JAVA_HOME", "/nowhere", "PATH", node.getParent() + ":/bin"), "run", "app.js"));
    assertStepsAside(ambit(Map.of("AMBIT_JAVA_HOME", "/nowhere", "HOME", "/nowhere"), "run", "app.js"));
    for (String option : List.of("--observe", "--verbose", "--events=x", "--new-restriction")) {
      assertStepsAside("run", option, "app.js");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "--enforce-code-integrity", "--audit-code-integrity", "--disable-interactive-mode", "--disable-eval", "--no-containment",
    "--catalog=c", "--catalog-signature=c", "--trust=c", "--tsa-trust=c", "--policy=p", "--policy-signature=p", "--policy-integrity=p"})
  void whatDemandsIntegrityIsLeftToJava(String option) throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    assertWarm();
    assertStepsAside("run", option, "app.js");
    // and leaves no record behind
    ambit(Map.of(), "run", option, "app.js");
    assertStepsAside("run", option, "app.js");
    assertWarm();
  }

  @Test
  void aPolicyManifestThatIsGivenByHandIsReadEachTime() throws Exception {
    assertThat(ambit(Map.of(), "policy", "create", "-o", "policy.json").code()).isZero();
    Thread.sleep(SETTLED);
    assertThat(ambit(Map.of(), "run", "--policy", "policy.json", "app.js").output()).contains("leaf as reviewed");
    assertStepsAside("run", "--policy", "policy.json", "app.js");
  }

  @Test
  void anAdministratorsPolicyThatAppearsIsSeen() throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    assertWarm();
    // laid over /etc for this one program, which needs root
    Path over = folder.resolve("over");
    Files.createDirectories(over.resolve("ambit"));
    Files.writeString(over.resolve("ambit/admin.json"), "{\"version\": 1, \"interactive\": \"enforce\"}");
    assertStepsAside(Installation.run(builder(Map.of("AMBIT_JAVA_HOME", "/nowhere"), List.of(
        "unshare", "--mount", "sh", "-ec", "mount -t overlay overlay -o lowerdir=\"$0\":/etc /etc; exec \"$@\"", over.toString(),
        ambit.launcher().toString(), "run", "app.js")), folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "interactive", "both"})
  void execSecurebitsAreSeen(String bits) throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    assertWarm();
    List<String> locked = List.of("admin", "linux", "--lock", "--bits", bits, "--", "env", "AMBIT_JAVA_HOME=/nowhere",
        ambit.launcher().toString(), "run", "app.js");
    assertStepsAside(ambit(Map.of(), locked.toArray(String[]::new)));
  }

  @Test
  void theLauncherKnowsEveryVariableThatTheGuardReads() throws Exception {
    String launcher = Files.readString(ambit.launcher());
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> sources = Files.list(ambit.folder().resolve("guard/src"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        Pattern.compile("\\bAMBIT_[A-Z_]+\\b").matcher(Files.readString(source)).results().forEach(match -> names.add(match.group()));
      }
    }
    assertThat(names).contains("AMBIT_MANIFEST").allSatisfy(name -> assertThat(launcher).contains("${" + name + "+x}"));
  }

  @Test
  void aRecordThatOthersCouldHaveWrittenIsNotUsed() throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    Path record = record();
    FileTime time = Files.getLastModifiedTime(record);
    List<String> lines = Files.readAllLines(record);
    Files.setPosixFilePermissions(record, PosixFilePermissions.fromString("rw--w----"));
    assertStepsAside("run", "app.js");
    Files.setPosixFilePermissions(record, PosixFilePermissions.fromString("rw-----w-"));
    assertStepsAside("run", "app.js");
    Files.setPosixFilePermissions(record, PosixFilePermissions.fromString("rw-------"));
    assertWarm();
    // each line missing at the end, and each line altered
    for (int i = 0; i < lines.size(); i++) {
      Files.write(record, lines.subList(0, i));
      Files.setLastModifiedTime(record, time);
      assertStepsAside("run", "app.js");
    }
    Files.write(record, lines);
    Files.setLastModifiedTime(record, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    assertStepsAside("run", "app.js");
    Files.setLastModifiedTime(record, time);
    assertWarm();
  }

  @Test
  void aRecordEndsWithTheGrantsItRestsOn() throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    Path list = Path.of(Files.readAllLines(record()).stream().filter(line -> line.contains("/warm/lists/")).findFirst().orElseThrow());
    FileTime end = Files.getLastModifiedTime(list);
    Files.setLastModifiedTime(list, FileTime.from(Instant.now().minusSeconds(1)));
    assertStepsAside("run", "app.js");
    Files.setLastModifiedTime(list, end);
    assertWarm();
  }

  @Test
  void anotherNodeBeforeTheChosenOneIsSeen() throws Exception {
    Path first = Files.createDirectories(folder.resolve("first"));
    Map<String, String> environment = Map.of("PATH", first + ":" + node.getParent() + ":/usr/bin:/bin");
    assertThat(ambit(environment, "run", "app.js").code()).isZero();
    Map<String, String> without = Map.of("PATH", environment.get("PATH"), "AMBIT_JAVA_HOME", "/nowhere");
    assertThat(ambit(without, "run", "app.js").code()).isZero();
    Files.createSymbolicLink(first.resolve("node"), NodeLine.all().get(0).binary());
    assertStepsAside(ambit(without, "run", "app.js"));
  }
}
