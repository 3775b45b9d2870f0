package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionTest {
  @TempDir Path root;
  private Project project;

  @BeforeEach
  void createProject() {
    project =
        Project.of(
                root,
                ", 'dependencies': {'z': '1', 'b': '1'}, 'devDependencies': {'a': '1', 'z': '1'}",
                """
                'node_modules/a': {'version': '1.0.0', 'dev': true},
                'node_modules/b': {'version': '1.0.0'},
                'node_modules/b/node_modules/@s/d': {'version': '1.0.0'},
                'node_modules/d': {'version': '1.0.0'},
                'node_modules/lonely': {'version': '1.0.0'},
                'node_modules/z': {'version': '1.0.0'}
                """)
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0', 'dependencies': {'d': '1'}}")
            .installed("node_modules/b", "{'name': 'b', 'version': '1.0.0', 'dependencies': {'@s/d': '1', '../z': '1'}}")
            .installed("node_modules/b/node_modules/@s/d", "{'name': '@s/d', 'version': '1.0.0'}")
            .installed("node_modules/d", "{'name': 'd', 'version': '1.0.0', 'dependencies': {'lacking': '1'}}")
            .installed("node_modules/lonely", "{'name': 'lonely', 'version': '1.0.0'}")
            .installed(
                "node_modules/z",
                "{'name': 'z', 'version': '1.0.0', 'dependencies': {'d': '1'}, 'peerDependencies': {'p': '1'},"
                    + " 'peerDependenciesMeta': {'p': {'optional': true}, 'q': {'optional': true}}}");
  }

  @ParameterizedTest
  @CsvSource({
    "'', a, node_modules/a",
    "'', d, node_modules/d",
    "'', d/lib/x.js, node_modules/d",
    "node_modules/b, @s/d, node_modules/b/node_modules/@s/d",
    "node_modules/b, @s/d/package.json, node_modules/b/node_modules/@s/d",
    "node_modules/b/node_modules/@s/d, @s/d, node_modules/b/node_modules/@s/d",
    "node_modules/b/node_modules/@s/d, lonely, node_modules/lonely",
    "node_modules/a, a, node_modules/a",
    "node_modules/d, z, node_modules/z"
  })
  void aNameIsFoundListedOrNot(String from, String name, String to) {
    PackageTree tree = project.read();
    assertThat(tree.resolve(Project.node(tree, from), name)).map(PackageNode::location).contains(to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"@s/d", "missing", "", ".", "./a", "../a", "/a", "@s", "@s/", "node_modules/a", ".bin"})
  void whatNodeDoesNotFindIsEmpty(String name) {
    PackageTree tree = project.read();
    assertThat(tree.resolve(tree.application(), name)).isEqualTo(Optional.empty());
  }

  @Test
  void anUnmetDependencyIsNoEdgeAndNoFinding() {
    PackageTree tree = project.read();
    assertThat(Project.node(tree, "node_modules/d").dependencies()).isEmpty();
    assertThat(Project.node(tree, "node_modules/z").requested()).containsOnlyKeys("d", "p", "q");
    assertThat(Project.node(tree, "node_modules/b").dependencies()).containsOnlyKeys("@s/d");
    assertThat(tree.findings()).isEmpty();
  }

  @Test
  void pathsAreShortestAndProductionComesFirst() {
    PackageTree tree = project.read();
    assertThat(tree.application().development()).containsExactly("a");
    assertThat(DependencyPaths.via(tree))
        .containsEntry("", "app")
        .containsEntry("node_modules/a", "app > a")
        .containsEntry("node_modules/b", "app > b")
        .containsEntry("node_modules/b/node_modules/@s/d", "app > b > @s/d")
        .containsEntry("node_modules/d", "app > z > d")
        .containsEntry("node_modules/lonely", "not required by any package")
        .containsEntry("node_modules/z", "app > z")
        .hasSize(7);
  }
}
