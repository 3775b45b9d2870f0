package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingPackagesTest {
  @TempDir Path root;

  @Test
  void whatIsMissingIsAFindingAtItsLineOfTheLockFile() {
    PackageTree tree =
        Project.of(
                root,
                "",
                """
                'node_modules/a': {'version': '1.0.0'},
                'node_modules/b': {'version': '1.0.0'},
                'node_modules/b/node_modules/c': {'version': '1.0.0'}
                """)
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0'}")
            .read();
    assertThat(tree.findings()).singleElement().satisfies(
        finding -> {
          assertThat(Project.line(finding))
              .isEqualTo("not-installed b@1.0.0: `node_modules/b` is in `package-lock.json` but not installed");
          assertThat(finding.location()).hasToString("package-lock.json:4:19#/packages/node_modules~1b");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'optional': true", "'os': ['win32']", "'os': ['!linux']", "'cpu': ['arm64']", "'libc': ['musl']",
        "'os': 'darwin'", "'extraneous': true"
      })
  void whatNeedNotBeInstalledHereIsNoFinding(String field) {
    Project project = withMissing(field);
    assertThat(project.findings()).isEmpty();
    assertThat(project.read().locked()).containsKey(PackageId.parse("b@1.0.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'os': ['linux']", "'os': ['!win32', '!darwin']", "'cpu': ['x64', 'arm64']", "'libc': ['glibc']", "'os': 'any'",
        "'peer': false", "'dev': false"
      })
  void whatMustBeInstalledHereIsAFinding(String field) {
    assertThat(withMissing(field).findings())
        .containsExactly("not-installed b@1.0.0: `node_modules/b` is in `package-lock.json` but not installed");
  }

  private Project withMissing(String field) {
    return Project.of(root, "", "'node_modules/a': {'version': '1.0.0'}, 'node_modules/b': {'version': '1.0.0', " + field + "}")
        .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0'}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "peer"})
  void aGroupThatIsLeftOutAsAWholeIsNoFindingButHalfOfItIs(String group) {
    Project project =
        Project.of(
                root,
                "",
                """
                'node_modules/a': {'version': '1.0.0'},
                'node_modules/b': {'version': '1.0.0', '%1$s': true},
                'node_modules/c': {'version': '1.0.0', '%1$s': true}
                """
                    .formatted(group))
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0'}");
    assertThat(project.findings()).isEmpty();
    project.installed("node_modules/b", "{'name': 'b', 'version': '1.0.0'}");
    assertThat(project.findings())
        .containsExactly("not-installed c@1.0.0: `node_modules/c` is in `package-lock.json` but not installed");
  }
}
