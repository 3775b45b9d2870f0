package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.finding.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectRefusedTest {
  private static final String LOCK = "npm install --package-lock-only";

  @TempDir Path root;

  @Test
  void withoutPackageJson() {
    TreeException refused = new Project(root).file("package-lock.json", "{}").refused();
    assertThat(refused).hasMessage("there is no `package.json` in `%s`", root);
    assertThat(refused.help()).isEqualTo("npm init");
    assertThat(refused.location()).isNull();
  }

  @Test
  void withoutLockFile() {
    TreeException refused = new Project(root).file("package.json", "{}").refused();
    assertThat(refused).hasMessage("there is no `package-lock.json` in `%s`", root);
    assertThat(refused.help()).isEqualTo(LOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"})
  void withTheLockFileOfAnotherPackageManager(String file) {
    TreeException refused = new Project(root).file("package.json", "{}").file(file, "").refused();
    assertThat(refused).hasMessage("`%s` is not supported yet, only `package-lock.json` is", file);
    assertThat(refused.help()).isEqualTo(LOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'lockfileVersion': 1, 'dependencies': {}}", "{'dependencies': {}}", "{}"})
  void withLockVersion1(String lock) {
    TreeException refused = new Project(root).file("package.json", "{}").file("package-lock.json", lock).refused();
    assertThat(refused).hasMessage("`package-lock.json` has lock version 1, which does not say where packages lie");
    assertThat(refused.help()).isEqualTo(LOCK);
  }

  @Test
  void withALockVersionOfTheFuture() {
    Project project = new Project(root).file("package.json", "{}");
    TreeException refused = project.file("package-lock.json", "{'lockfileVersion': 4, 'packages': {}}").refused();
    assertThat(refused).hasMessage("`package-lock.json` has lock version 4, only 2 and 3 are known");
  }

  @Test
  void withoutPackagesInTheLockFile() {
    Project project = new Project(root).file("package.json", "{}");
    TreeException refused = project.file("package-lock.json", "{'lockfileVersion': 2, 'dependencies': {}}").refused();
    assertThat(refused).hasMessage("`package-lock.json` is malformed: it has no `packages`");
  }

  @Test
  void aLockFileThatIsCutOffIsNamedWithLineAndColumn() {
    Project project = new Project(root).file("package.json", "{}");
    TreeException refused = project.file("package-lock.json", "{'lockfileVersion': 3,\n 'packages': {'': {}").refused();
    assertThat(refused.getMessage()).startsWith("`package-lock.json:2:").contains("malformed", "unexpected end-of-input");
    assertThat(refused.help()).isEqualTo("git diff package-lock.json");
  }

  @Test
  void aMergeConflictInTheLockFileIsNamedWithLineAndColumn() {
    Project project = new Project(root).file("package.json", "{}");
    TreeException refused = project.file("package-lock.json", "{'lockfileVersion': 3,\n<<<<<<< HEAD\n").refused();
    assertThat(refused.getMessage()).startsWith("`package-lock.json:2:1` is malformed: unexpected character");
  }

  @Test
  void aValueOfTheWrongTypeIsNamedWithItsPointer() {
    TreeException refused = Project.of(root, "", "'node_modules/a': {\n  'version': 5}").refused();
    assertThat(refused)
        .hasMessage("`package-lock.json:4:14` is malformed: `/packages/node_modules~1a/version` must be a string");
    assertThat(refused.location())
        .isEqualTo(new Location("package-lock.json", 4, 14, "/packages/node_modules~1a/version"));
  }

  @Test
  void equalKeysInTheLockFileAreRefusedSinceTwoReadersMayTakeDifferentOnes() {
    TreeException refused = Project.of(root, "", "'node_modules/a': {}, 'node_modules/a': {}").refused();
    assertThat(refused.getMessage()).contains("duplicate").contains("node_modules/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc", "node_modules/../../etc", "node_modules//a", "./a", "a/", "node_modules/a/./b", "C:/x", "a\\\\b",
        "a\\u0000b", "a/..", "../a/../b"
      })
  void aKeyThatIsNoLocationIsRefused(String key) {
    TreeException refused = Project.of(root, "", "'" + key + "': {'version': '1.0.0'}").refused();
    assertThat(refused.getMessage()).endsWith("is no location relative to the project");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'link': 'yes', 'resolved': 'x'", "'link': true", "'link': true, 'resolved': '/etc'",
        "'link': true, 'resolved': '..\\\\x'", "'os': {}", "'cpu': [1]", "'optional': null", "'integrity': []",
        "'name': 'not a name'", "'name': '../x'", "'version': '1.0.0@2'", "'version': ''"
      })
  void anEntryOfTheWrongShapeIsRefused(String fields) {
    TreeException refused = Project.of(root, "", "'node_modules/a': {" + fields + "}").refused();
    assertThat(refused.getMessage()).contains("`package-lock.json:3:").contains("`/packages/node_modules~1a");
  }

  @Test
  void moreThanOneDocumentIsRefused() {
    Project project = new Project(root).file("package.json", "{}");
    TreeException refused = project.file("package-lock.json", "{'lockfileVersion': 3, 'packages': {}} {}").refused();
    assertThat(refused.getMessage()).endsWith("must end after the object");
  }

  @Test
  void aMalformedPackageJsonOfTheProject() {
    TreeException refused = new Project(root).lock("").file("package.json", "{'name': }").refused();
    assertThat(refused.getMessage()).startsWith("`package.json:1:10` is malformed: unexpected character").endsWith(" near `/name`");
  }

  @Test
  void nothingInstalledThoughTheLockFileListsPackages() {
    TreeException refused = Project.of(root, "", "'node_modules/a': {'version': '1.0.0'}").refused();
    assertThat(refused).hasMessage("`package-lock.json` lists packages but there is no `node_modules`");
    assertThat(refused.help()).isEqualTo("npm ci");
  }

  @Test
  void nothingInstalledIsFineWhereNothingNeedsToBe() {
    String entries =
        """
        'node_modules/a': {'version': '1.0.0', 'dev': true},
        'node_modules/b': {'version': '1.0.0', 'optional': true},
        'node_modules/c': {'version': '1.0.0', 'os': ['win32']}
        """;
    assertThat(Project.of(root, "", entries).read().nodes()).containsOnlyKeys("");
  }

  @Test
  void aLayoutOfPnpmBesideAnNpmLockFile() {
    Project project = Project.of(root, "", "").installed("node_modules/.pnpm/a@1.0.0/node_modules/a", "{}");
    assertThat(project.refused()).hasMessage("`node_modules` was installed by pnpm, which is not supported yet");
  }

  @Test
  void theLinkedLayoutOfNpm() {
    Project project = Project.of(root, "", "").installed("node_modules/.store/a@1.0.0/node_modules/a", "{}");
    assertThat(project.refused().help()).isEqualTo("npm ci --install-strategy=hoisted");
  }

  @Test
  void nodeModulesThatIsALink() {
    Project project = Project.of(root, "", "").installed("elsewhere/a", "{}").link("node_modules", "elsewhere");
    assertThat(project.refused()).hasMessage("`node_modules` is a symbolic link, which is not supported");
  }

  @Test
  void aLockFileThatIsAFolder() throws Exception {
    Files.createDirectory(root.resolve("package-lock.json"));
    TreeException refused = new Project(root).file("package.json", "{}").refused();
    assertThat(refused).hasMessage("`package-lock.json` cannot be read: it is no regular file");
  }

  @Test
  void aProjectThatIsNotThere() {
    assertThatThrownBy(() -> PackageTreeReader.read(root.resolve("missing")))
        .isInstanceOf(TreeException.class)
        .hasMessage("`%s` cannot be read: there is no such file", root.resolve("missing"));
  }

  @Test
  void aProjectThatIsAFile() {
    new Project(root).file("x", "");
    assertThatThrownBy(() -> PackageTreeReader.read(root.resolve("x")))
        .isInstanceOf(TreeException.class)
        .hasMessage("`%s` is no folder", root.resolve("x"));
  }
}
