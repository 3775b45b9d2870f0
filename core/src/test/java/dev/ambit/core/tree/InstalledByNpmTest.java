package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import dev.ambit.core.tree.PackageNode.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A real tree (workspaces, a `file:` link, aliases, nested duplicates, bundled packages, packages for other
/// platforms, scopes, peers), with what `npm query` says of it.
class InstalledByNpmTest {
  private static final String BUNDLER = "node_modules/@aws-cdk/cloud-assembly-schema";

  private record Said(String name, String version, SortedSet<String> edges) {}

  private static Path root;
  private static PackageTree tree;
  private static JsonNode query;

  @BeforeAll
  static void install() throws Exception {
    root = Npm.installed("fixture");
    tree = PackageTreeReader.read(root);
    query = Json.MAPPER.readTree(Npm.query(root));
  }

  @Test
  void lockAndFoldersAgree() {
    assertThat(tree.findings()).isEmpty();
    assertThat(tree.nodes().values()).noneMatch(node -> node.kind() == Kind.UNLOCKED);
  }

  @Test
  void placesNamesVersionsAndEdgesAreThoseOfNpm() throws Exception {
    SortedMap<String, Said> ours = new TreeMap<>();
    for (PackageNode node : tree.nodes().values()) {
      SortedSet<String> edges = new TreeSet<>(node.dependencies().values());
      ours.put(node.location(), new Said(node.id().name(), node.id().version(), edges));
    }
    SortedMap<String, Said> theirs = new TreeMap<>();
    for (JsonNode said : query) {
      SortedSet<String> edges = new TreeSet<>();
      for (JsonNode to : said.path("to")) {
        edges.add(root.relativize(root.resolve(to.stringValue()).toRealPath()).toString());
      }
      if (said.path("location").stringValue().isEmpty()) {
        // npm draws an edge to each workspace, whether package.json lists it or not
        edges.removeIf(to -> to.startsWith("packages/"));
      }
      theirs.put(
          said.path("location").stringValue(),
          new Said(said.path("name").stringValue(), said.path("version").asString("0.0.0"), edges));
    }
    assertThat(theirs).hasSizeGreaterThan(50);
    assertThat(ours).containsExactlyEntriesOf(theirs);
  }

  @Test
  void everyCaseIsInTheTree() {
    assertThat(Project.node(tree, "node_modules/chalk2").id()).hasToString("chalk@2.4.2");
    assertThat(Project.node(tree, "node_modules/chalk").id()).hasToString("chalk@4.1.2");
    assertThat(Project.node(tree, "packages/util").kind()).isEqualTo(Kind.WORKSPACE);
    assertThat(Project.node(tree, "packages/web").dependencies()).containsEntry("@fixture/util", "packages/util");
    assertThat(Project.node(tree, "local").kind()).isEqualTo(Kind.WORKSPACE);
    assertThat(Project.node(tree, BUNDLER + "/node_modules/semver").kind()).isEqualTo(Kind.LOCKED);
    assertThat(Project.node(tree, BUNDLER + "/node_modules/semver").integrity()).isNull();
    assertThat(Project.node(tree, "node_modules/esbuild").installScripts()).isTrue();
    assertThat(tree.application().development()).containsExactly("@babel/code-frame", "strip-ansi");
  }

  @Test
  void packagesForOtherPlatformsAreLockedAndNotInstalled() {
    Map<PackageId, PackageTree.LockedPackage> locked = new TreeMap<>(tree.locked());
    locked.keySet().removeIf(id -> !id.name().startsWith("@esbuild/"));
    assertThat(locked).hasSize(25).allSatisfy((id, one) -> {
      assertThat(one.platformBound()).isTrue();
      assertThat(one.integrity()).startsWith("sha512-");
    });
    assertThat(tree.nodes().keySet().stream().filter(at -> at.startsWith("node_modules/@esbuild/"))).hasSize(1);
  }

  @Test
  void everyPackageIsReached() {
    assertThat(DependencyPaths.via(tree))
        .containsOnlyKeys(tree.nodes().keySet())
        .doesNotContainValue(DependencyPaths.UNREACHED)
        .containsEntry("node_modules/debug/node_modules/ms", "tree-fixture > web > debug > ms");
  }
}
