package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.tree.PackageNode.Kind;
import dev.ambit.core.tree.PackageTree.LockedPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockAndFoldersTest {
  @TempDir Path root;

  @Test
  void identityComesFromTheLockFileAndEdgesFromNodesWalk() {
    PackageTree tree =
        Project.of(
                root,
                ", 'dependencies': {'a': '^1.0.0', '@s/b': '*'}, 'devDependencies': {'c': '2'}",
                """
                'node_modules/a': {'version': '1.0.0', 'integrity': 'sha512-a', 'hasInstallScript': true},
                'node_modules/a/node_modules/c': {'version': '1.0.0'},
                'node_modules/@s/b': {'version': '3.0.0'},
                'node_modules/c': {'version': '2.0.0', 'dev': true}
                """)
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0', 'dependencies': {'c': '1'}}")
            .installed("node_modules/a/node_modules/c", "{'name': 'c', 'version': '1.0.0'}")
            .installed("node_modules/@s/b", "{'name': '@s/b', 'version': '3.0.0', 'peerDependencies': {'c': '*'}}")
            .installed("node_modules/c", "{'name': 'c', 'version': '2.0.0', 'devDependencies': {'a': '1'}}")
            .read();
    assertThat(tree.findings()).isEmpty();
    assertThat(tree.nodes())
        .containsOnlyKeys("", "node_modules/@s/b", "node_modules/a", "node_modules/a/node_modules/c", "node_modules/c");
    PackageNode app = tree.application();
    assertThat(app.id()).hasToString("app@1.0.0");
    assertThat(app.kind()).isEqualTo(Kind.ROOT);
    assertThat(app.dependencies())
        .containsEntry("a", "node_modules/a")
        .containsEntry("@s/b", "node_modules/@s/b")
        .containsEntry("c", "node_modules/c")
        .hasSize(3);
    assertThat(app.development()).containsExactly("c");
    PackageNode a = Project.node(tree, "node_modules/a");
    assertThat(a.id()).hasToString("a@1.0.0");
    assertThat(a.kind()).isEqualTo(Kind.LOCKED);
    assertThat(a.integrity()).isEqualTo("sha512-a");
    assertThat(a.installScripts()).isTrue();
    assertThat(a.dependencies()).containsOnlyKeys("c").containsEntry("c", "node_modules/a/node_modules/c");
    assertThat(Project.node(tree, "node_modules/@s/b").dependencies()).containsEntry("c", "node_modules/c");
    assertThat(Project.node(tree, "node_modules/c").requested()).isEmpty();
    assertThat(tree.locked())
        .containsOnlyKeys(
            PackageId.parse("@s/b@3.0.0"), PackageId.parse("a@1.0.0"), PackageId.parse("c@1.0.0"), PackageId.parse("c@2.0.0"))
        .containsEntry(PackageId.parse("a@1.0.0"), new LockedPackage(false, true, "sha512-a"));
  }

  @Test
  void anAliasIsThePackageThatTheLockFileNames() {
    PackageTree tree =
        Project.of(root, ", 'dependencies': {'b': 'npm:a@1'}", "'node_modules/b': {'name': 'a', 'version': '1.0.0'}")
            .installed("node_modules/b", "{'name': 'a', 'version': '1.0.0'}")
            .read();
    assertThat(tree.findings()).isEmpty();
    assertThat(Project.node(tree, "node_modules/b").id()).hasToString("a@1.0.0");
    assertThat(tree.application().dependencies()).containsEntry("b", "node_modules/b");
  }

  @Test
  void shrinkwrapWinsAsWithNpm() {
    Project project =
        Project.of(root, "", "'node_modules/a': {'version': '1.0.0'}")
            .file("npm-shrinkwrap.json", "{'lockfileVersion': 2, 'packages': {'node_modules/a': {'version': '2.0.0'}}}")
            .installed("node_modules/a", "{'name': 'a', 'version': '2.0.0'}");
    assertThat(project.findings()).isEmpty();
    assertThat(Project.node(project.read(), "node_modules/a").id()).hasToString("a@2.0.0");
  }

  @Test
  void theHiddenLockFileIsNotTrusted() {
    Project project =
        Project.of(root, "", "")
            .installed("node_modules/evil", "{'name': 'evil', 'version': '1.0.0'}")
            .file(
                "node_modules/.package-lock.json",
                "{'lockfileVersion': 3, 'packages': {'node_modules/evil': {'version': '1.0.0'}}}");
    assertThat(project.findings())
        .containsExactly("not-locked evil@1.0.0: `node_modules/evil` is installed but `package-lock.json` does not list it");
  }

  @Test
  void whatIsNotLockedIsANodeToBeDeniedAndSaysHowItIsReached() {
    PackageTree tree =
        Project.of(root, ", 'dependencies': {'a': '1'}", "'node_modules/a': {'version': '1.0.0'}")
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0', 'dependencies': {'evil': '1'}}")
            .installed("node_modules/a/node_modules/evil", "{'name': 'evil', 'version': '6.6.6'}")
            .read();
    PackageNode evil = Project.node(tree, "node_modules/a/node_modules/evil");
    assertThat(evil.kind()).isEqualTo(Kind.UNLOCKED);
    assertThat(evil.isOwn()).isFalse();
    assertThat(tree.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.id()).isEqualTo("not-locked");
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.subject()).isEqualTo("evil@6.6.6");
              assertThat(finding.location()).isEqualTo(Location.of("node_modules/a/node_modules/evil"));
              assertThat(finding.via()).isEqualTo("app > a > evil");
              assertThat(finding.help()).isEqualTo("npm ci");
            });
    assertThat(tree.locked()).containsOnlyKeys(PackageId.parse("a@1.0.0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name': 'other', 'version': '1.2.3'} | other@1.2.3",
        "{} | evil@0.0.0",
        "{'name': 5, 'version': []} | evil@0.0.0",
        "{'name': '../../x', 'version': '1.0.0'} | evil@1.0.0",
        "{'name': 'a@1.0.0', 'version': '1@2'} | evil@0.0.0",
        "{'name': 'a b', 'version': ' '} | evil@0.0.0",
        "nonsense | evil@0.0.0"
      })
  void whatIsNotLockedHasASafeIdentity(String json, String id) {
    PackageTree tree = Project.of(root, "", "").installed("node_modules/evil", json).read();
    assertThat(Project.node(tree, "node_modules/evil").id()).hasToString(id);
  }

  @Test
  void controlCharactersOfAFolderNameDoNotReachTheTerminal() {
    PackageTree tree = Project.of(root, "", "").installed("node_modules/\u001b[2Jevil", "{}").read();
    assertThat(tree.findings()).singleElement().satisfies(
        finding -> assertThat(finding.message() + finding.subject()).doesNotContain("\u001b").contains("\\u{1b}[2Jevil"));
  }

  @Test
  void anotherVersionIsAFindingAndTheLockFileStillNamesIt() {
    Project project =
        Project.of(root, "", "'node_modules/a': {'version': '1.0.0'}")
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.1'}");
    assertThat(project.findings())
        .containsExactly("other-version a@1.0.0: `node_modules/a` is version `1.0.1`, `package-lock.json` says `1.0.0`");
    assertThat(Project.node(project.read(), "node_modules/a").id()).hasToString("a@1.0.0");
  }

  @Test
  void anotherNameIsAFindingAndTheLockFileStillNamesIt() {
    Project project =
        Project.of(root, "", "'node_modules/a': {'version': '1.0.0'}")
            .installed("node_modules/a", "{'name': 'b', 'version': '1.0.0'}");
    assertThat(project.findings())
        .containsExactly("other-name a@1.0.0: `node_modules/a` is named `b`, `package-lock.json` says `a`");
    assertThat(Project.node(project.read(), "node_modules/a").id()).hasToString("a@1.0.0");
  }

  @ParameterizedTest
  @CsvSource({"v1.0.0,1.0.0", "=1.0.0,1.0.0", "1.0.0+build,1.0.0", "1.0.0beta,1.0.0-beta", "' 1.0.0 ',1.0.0"})
  void versionsThatNpmPublishesAlikeAreNoFinding(String installed, String locked) {
    Project project =
        Project.of(root, "", "'node_modules/a': {'version': '" + locked + "'}")
            .installed("node_modules/a", "{'name': 'a', 'version': '" + installed + "'}");
    assertThat(project.findings()).isEmpty();
  }

  @Test
  void aMissingVersionIsNoFinding() {
    Project project =
        Project.of(root, "", "'node_modules/a': {}, 'node_modules/b': {'version': '1.0.0'}")
            .installed("node_modules/a", "{'name': 'a'}")
            .installed("node_modules/b", "{'name': 'b'}");
    assertThat(project.findings()).isEmpty();
    assertThat(Project.node(project.read(), "node_modules/a").id()).hasToString("a@0.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{'name': 'a'} x", "{'name': 'a', 'dependencies': {'x': }}"})
  void aMalformedPackageJsonIsAFindingAndGrantsNoDependency(String json) {
    Project project =
        Project.of(root, "", "'node_modules/a': {'version': '1.0.0', 'dependencies': {'b': '1'}}")
            .installed("node_modules/a", json);
    PackageTree tree = project.read();
    assertThat(tree.findings()).singleElement().satisfies(
        finding -> {
          assertThat(finding.id()).isEqualTo("unreadable-package-json");
          assertThat(finding.message()).startsWith("`node_modules/a/package.json` cannot be read: ");
          assertThat(finding.location()).isNotNull();
        });
    assertThat(Project.node(tree, "node_modules/a").kind()).isEqualTo(Kind.LOCKED);
    assertThat(Project.node(tree, "node_modules/a").requested()).isEmpty();
  }

  @Test
  void aPackageJsonThatIsAFolderIsAFinding() {
    Project project =
        Project.of(root, "", "'node_modules/a': {'version': '1.0.0'}").file("node_modules/a/package.json/x", "");
    assertThat(project.findings())
        .containsExactly(
            "unreadable-package-json a@1.0.0: `node_modules/a/package.json` cannot be read: it is no regular file");
  }

  @Test
  void oddButValidPackageJsonIsReadAsNpmReadsIt() {
    PackageTree tree =
        Project.of(root, "", "'node_modules/a': {'version': '1.0.0'}, 'node_modules/b': {'version': '1.0.0'}")
            .installed(
                "node_modules/a",
                "\uFEFF{'name': 'x', 'name': 'a', 'version': '1.0.0', 'dependencies': ['b'],"
                    + " 'peerDependencies': {'b': 1, 'c': '1'}, 'optionalDependencies': null}")
            .installed("node_modules/b", "{'name': 'b', 'version': '1.0.0'}")
            .read();
    assertThat(tree.findings()).isEmpty();
    assertThat(Project.node(tree, "node_modules/a").requested()).containsOnlyKeys("c");
  }

  @Test
  void aFolderWithFilesIsNoPackageYetANodeToBeDenied() {
    PackageTree tree =
        Project.of(root, "", "'node_modules/b': {'version': '1.0.0'}")
            .file("node_modules/a/index.js", "")
            .file("node_modules/b/lib/deep/x.js", "")
            .file("node_modules/@s/c/index.js", "")
            .file("node_modules/loose.js", "")
            .file("node_modules/@s/loose.js", "")
            .read();
    assertThat(tree.findings()).extracting(Project::line)
        .containsExactly(
            "not-a-package @s/c@0.0.0: `node_modules/@s/c` has files but no package.json",
            "not-a-package @s/loose.js@0.0.0: `node_modules/@s/loose.js` is no folder",
            "not-a-package a@0.0.0: `node_modules/a` has files but no package.json",
            "not-a-package b@0.0.0: `node_modules/b` has files but no package.json",
            "not-a-package loose.js@0.0.0: `node_modules/loose.js` is no folder");
    assertThat(tree.nodes().values()).filteredOn(node -> !node.isOwn()).hasSize(5)
        .allMatch(node -> node.kind() == Kind.UNLOCKED);
  }

  @Test
  void emptyFoldersAndDotEntriesAreNothing() throws Exception {
    Project project =
        Project.of(root, "", "'node_modules/b': {'version': '1.0.0', 'optional': true}")
            .file("node_modules/.bin/tool", "")
            .file("node_modules/.cache/x/package.json", "{}")
            .file("node_modules/.package-lock.json", "nonsense");
    Files.createDirectories(root.resolve("node_modules/a/lib"));
    Files.createDirectories(root.resolve("node_modules/b"));
    Files.createDirectories(root.resolve("node_modules/@s"));
    assertThat(project.findings()).isEmpty();
    assertThat(project.read().nodes()).containsOnlyKeys("");
  }

  @Test
  void packagesInAFolderThatHoldsNothingElseAreFound() {
    PackageTree tree =
        Project.of(root, "", "'node_modules/a/node_modules/b': {'version': '1.0.0'}")
            .installed("node_modules/a/node_modules/b", "{'name': 'b', 'version': '1.0.0'}")
            .installed("node_modules/@s/node_modules/c", "{'name': 'c', 'version': '1.0.0'}")
            .read();
    assertThat(tree.nodes()).containsOnlyKeys("", "node_modules/@s/node_modules/c", "node_modules/a/node_modules/b");
    assertThat(tree.findings()).extracting(f -> f.id() + " " + f.subject()).containsExactly("not-locked c@1.0.0");
  }

  @Test
  void oneIdentityWithTwoContentsIsAFinding() {
    String entries =
        """
        'node_modules/a': {'version': '1.0.0', 'integrity': '%s'},
        'node_modules/b': {'version': '1.0.0'},
        'node_modules/b/node_modules/a': {'version': '1.0.0', 'integrity': '%s'}
        """;
    Project project =
        Project.of(root, "", entries.formatted("sha512-x", "sha512-y"))
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0'}")
            .installed("node_modules/b", "{'name': 'b', 'version': '1.0.0'}")
            .installed("node_modules/b/node_modules/a", "{'name': 'a', 'version': '1.0.0'}");
    assertThat(project.findings())
        .containsExactly(
            "two-integrities a@1.0.0: `node_modules/b/node_modules/a` and `node_modules/a` are both `a@1.0.0`,"
                + " with different integrity");
    assertThat(project.lock(entries.formatted("sha512-x", "sha512-x sha1-z")).findings()).isEmpty();
    assertThat(project.lock(entries.formatted("sha512-x", "sha1-z")).findings()).isEmpty();
  }

  @Test
  void theApplicationWithoutANameHasOne() {
    Project project = new Project(root).file("package.json", "{}");
    project.file("package-lock.json", "{'lockfileVersion': 3, 'packages': {'': {}}}");
    assertThat(project.read().application().id()).hasToString("app@0.0.0");
    project.file("package-lock.json", "{'lockfileVersion': 3, 'name': 'folder', 'packages': {'': {'version': '2.0.0'}}}");
    assertThat(project.read().application().id()).hasToString("folder@2.0.0");
  }
}
