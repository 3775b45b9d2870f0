package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.tree.PackageNode.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void createProject() throws Exception {
    root = Files.createDirectory(folder.resolve("project"));
  }

  private Project project(String rest, String entries) throws Exception {
    Files.createDirectories(root.resolve("node_modules"));
    return Project.of(root, rest, entries);
  }

  @Test
  void aWorkspaceIsTheUsersOwnAtItsRealFolder() throws Exception {
    PackageTree tree =
        project(
                ", 'workspaces': ['packages/*']",
                """
                'node_modules/@x/util': {'link': true, 'resolved': 'packages/util'},
                'node_modules/a': {'version': '2.0.0'},
                'packages/util': {'name': '@x/util', 'version': '1.0.0'},
                'packages/util/node_modules/a': {'version': '1.0.0'},
                'packages/web': {},
                'node_modules/web': {'link': true, 'resolved': 'packages/web'}
                """)
            .installed("packages/util", "{'name': '@x/util', 'version': '1.0.1', 'devDependencies': {'a': '1'}}")
            .installed("packages/util/node_modules/a", "{'name': 'a', 'version': '1.0.0'}")
            .installed("node_modules/a", "{'name': 'a', 'version': '2.0.0'}")
            .installed("packages/web", "{'dependencies': {'@x/util': '*', 'a': '*'}}")
            .link("node_modules/@x/util", "../../packages/util")
            .link("node_modules/web", "../packages/web")
            .read();
    assertThat(tree.findings()).isEmpty();
    assertThat(tree.links())
        .containsEntry("node_modules/@x/util", "packages/util")
        .containsEntry("node_modules/web", "packages/web")
        .hasSize(2);
    assertThat(tree.nodes())
        .containsOnlyKeys("", "node_modules/a", "packages/util", "packages/util/node_modules/a", "packages/web");
    PackageNode util = Project.node(tree, "packages/util");
    assertThat(util.kind()).isEqualTo(Kind.WORKSPACE);
    assertThat(util.id()).hasToString("@x/util@1.0.0");
    assertThat(util.dependencies()).containsEntry("a", "packages/util/node_modules/a");
    PackageNode web = Project.node(tree, "packages/web");
    assertThat(web.id()).hasToString("web@0.0.0");
    assertThat(web.dependencies()).containsEntry("@x/util", "packages/util").containsEntry("a", "node_modules/a");
    assertThat(DependencyPaths.via(tree)).containsEntry("packages/util/node_modules/a", "app > @x/util > a");
  }

  @Test
  void aFolderOutsideThatTheApplicationLinksToIsTheUsersOwn() throws Exception {
    PackageTree tree =
        project(
                ", 'dependencies': {'lib': 'file:../lib'}",
                "'../lib': {'version': '1.0.0'}, 'node_modules/lib': {'link': true, 'resolved': '../lib'}")
            .installed("../lib", "{'name': 'lib', 'version': '1.0.0', 'dependencies': {'b': '1'}}")
            .installed("../lib/node_modules/b", "{'name': 'b', 'version': '1.0.0'}")
            .link("node_modules/lib", "../../lib")
            .read();
    assertThat(tree.application().dependencies()).containsEntry("lib", "../lib");
    assertThat(Project.node(tree, "../lib").kind()).isEqualTo(Kind.WORKSPACE);
    assertThat(Project.node(tree, "../lib").dependencies()).containsEntry("b", "../lib/node_modules/b");
    assertThat(tree.findings()).extracting(f -> f.id() + " " + f.subject()).containsExactly("not-locked b@1.0.0");
  }

  @Test
  void aFolderThatOnlyAThirdPartyLinksToIsNotTheUsersOwn() throws Exception {
    PackageTree tree =
        project(
                ", 'dependencies': {'a': '1'}",
                """
                'node_modules/a': {'version': '1.0.0'},
                'node_modules/a/x': {'name': 'x', 'version': '1.0.0'},
                'node_modules/a/node_modules/x': {'link': true, 'resolved': 'node_modules/a/x'},
                '../y': {'name': 'y', 'version': '1.0.0'},
                'node_modules/y': {'link': true, 'resolved': '../y'},
                '../z': {'name': 'z', 'version': '1.0.0'},
                'node_modules/a/node_modules/a': {'link': true, 'resolved': '../z'}
                """)
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0', 'dependencies': {'x': 'file:x', 'y': '*'}}")
            .installed("node_modules/a/x", "{'name': 'x', 'version': '1.0.0'}")
            .link("node_modules/a/node_modules/x", "../x")
            .installed("../y", "{'name': 'y', 'version': '1.0.0'}")
            .link("node_modules/y", "../../y")
            .installed("../z", "{'name': 'z', 'version': '1.0.0'}")
            .link("node_modules/a/node_modules/a", "../../../../z")
            .read();
    assertThat(tree.findings()).isEmpty();
    assertThat(Project.node(tree, "node_modules/a").dependencies())
        .containsEntry("x", "node_modules/a/x")
        .containsEntry("y", "../y");
    assertThat(Project.node(tree, "node_modules/a/x").kind()).isEqualTo(Kind.LOCKED);
    assertThat(Project.node(tree, "../y").kind()).isEqualTo(Kind.LOCKED);
    assertThat(Project.node(tree, "../z").kind()).isEqualTo(Kind.LOCKED);
    assertThat(tree.locked()).containsKeys(PackageId.parse("x@1.0.0"), PackageId.parse("y@1.0.0"));
  }

  @Test
  void aLinkToTheProjectItselfLeadsToTheApplication() throws Exception {
    PackageTree tree =
        project(", 'dependencies': {'app': 'file:.'}", "'node_modules/app': {'link': true, 'resolved': ''}")
            .link("node_modules/app", "..")
            .read();
    assertThat(tree.findings()).isEmpty();
    assertThat(tree.application().dependencies()).containsEntry("app", "");
  }

  @Test
  void aLinkOutOfTheProjectThatIsNotLockedIsDenied() throws Exception {
    Project project =
        project(", 'dependencies': {'a': '1'}", "'node_modules/a': {'version': '1.0.0'}")
            .installed("../evil", "{'name': 'a', 'version': '1.0.0'}")
            .link("node_modules/a", "../../evil");
    assertThat(project.findings())
        .containsExactly(
            "outside-link a@1.0.0: `node_modules/a` is a link out of the project, to `../evil`,"
                + " that `package-lock.json` does not list");
    PackageTree tree = project.read();
    assertThat(Project.node(tree, "../evil").kind()).isEqualTo(Kind.UNLOCKED);
    assertThat(tree.application().dependencies()).containsEntry("a", "../evil");
    assertThat(tree.findings().getFirst().via()).isEqualTo("app > a");
  }

  @Test
  void aLockedLinkThatLeadsElsewhereIsAFinding() throws Exception {
    Project project =
        project("", "'node_modules/w': {'link': true, 'resolved': 'w'}, 'w': {'version': '1.0.0'}")
            .installed("w", "{'name': 'w', 'version': '1.0.0'}")
            .installed("../evil", "{'name': 'w', 'version': '1.0.0'}")
            .link("node_modules/w", "../../evil");
    assertThat(project.findings())
        .containsExactly(
            "outside-link w@1.0.0: `node_modules/w` is a link out of the project, to `../evil`,"
                + " that `package-lock.json` does not list");
  }

  @Test
  void aFolderInPlaceOfALockedLinkIsDenied() throws Exception {
    Project project =
        project("", "'node_modules/w': {'link': true, 'resolved': 'w'}, 'w': {'version': '1.0.0'}")
            .installed("w", "{'name': 'w', 'version': '1.0.0'}")
            .installed("node_modules/w", "{'name': 'w', 'version': '1.0.0'}");
    assertThat(project.findings())
        .containsExactly(
            "not-locked w@1.0.0: `node_modules/w` is a folder where `package-lock.json` has a link to `w`");
    assertThat(Project.node(project.read(), "node_modules/w").kind()).isEqualTo(Kind.UNLOCKED);
  }

  @Test
  void anUnlistedLinkIntoTheProjectLeadsToWhomeverTheFolderBelongsTo() throws Exception {
    Project project =
        project("", "'node_modules/a': {'version': '1.0.0'}")
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0'}")
            .file("src/x.js", "")
            .link("node_modules/src", "../src")
            .link("node_modules/lib", "a")
            .installed("node_modules/.hidden/evil", "{'name': 'evil', 'version': '1.0.0'}")
            .link("node_modules/evil", ".hidden/evil");
    PackageTree tree = project.read();
    assertThat(tree.links())
        .containsEntry("node_modules/src", "")
        .containsEntry("node_modules/lib", "node_modules/a")
        .containsEntry("node_modules/evil", "node_modules/.hidden/evil");
    assertThat(Project.node(tree, "node_modules/.hidden/evil").kind()).isEqualTo(Kind.UNLOCKED);
    assertThat(tree.findings()).extracting(Project::line)
        .containsExactly(
            "not-locked evil@1.0.0: `node_modules/evil` is a link to `node_modules/.hidden/evil` that"
                + " `package-lock.json` does not list",
            "not-locked lib@0.0.0: `node_modules/lib` is a link to `node_modules/a` that `package-lock.json` does not list",
            "not-locked src@0.0.0: `node_modules/src` is a link to `src` that `package-lock.json` does not list");
  }

  @Test
  void linkedScopesAndLinkedNodeModulesAreFindings() throws Exception {
    PackageTree tree =
        project("", "'node_modules/a': {'version': '1.0.0'}")
            .installed("node_modules/a", "{'name': 'a', 'version': '1.0.0'}")
            .installed("../evil/b", "{'name': '@s/b', 'version': '1.0.0'}")
            .link("node_modules/@s", "../../evil")
            .link("node_modules/a/node_modules", "../../../evil")
            .read();
    assertThat(tree.findings()).extracting(f -> f.id() + " " + f.location())
        .containsExactly("outside-link node_modules/@s", "outside-link node_modules/a/node_modules");
    assertThat(Project.node(tree, "../evil").kind()).isEqualTo(Kind.UNLOCKED);
  }

  @Test
  void linksThatLeadNowhere() throws Exception {
    Project project =
        project("", "'node_modules/w': {'link': true, 'resolved': 'w'}, 'w': {'version': '1.0.0'}")
            .link("node_modules/w", "../w")
            .link("node_modules/circle", "circle");
    assertThat(project.findings())
        .containsExactly(
            "not-a-package circle@0.0.0: `node_modules/circle` is a link that leads nowhere",
            "not-installed w@1.0.0: `w` is in `package-lock.json` but not installed");
  }

  @Test
  void aMissingLinkIsAFinding() throws Exception {
    Project project =
        project("", "'node_modules/w': {'link': true, 'resolved': 'w'}, 'w': {'version': '1.0.0'}")
            .installed("w", "{'name': 'w', 'version': '1.0.0'}");
    assertThat(project.findings())
        .containsExactly("not-installed w@0.0.0: `node_modules/w` is in `package-lock.json` but not installed");
    assertThat(Project.node(project.read(), "w").kind()).isEqualTo(Kind.WORKSPACE);
  }

  @Test
  void aWorkspaceBehindALinkedFolderStandsAtItsRealPlace() throws Exception {
    PackageTree tree =
        project(
                ", 'dependencies': {'w': '*'}",
                """
                'node_modules/w': {'link': true, 'resolved': 'packages/w'},
                'packages/w': {'version': '1.0.0'},
                'packages/w/node_modules/a': {'version': '1.0.0'}
                """)
            .installed("real/w", "{'name': 'w', 'version': '1.0.0', 'dependencies': {'a': '1'}}")
            .installed("real/w/node_modules/a", "{'name': 'a', 'version': '1.0.0'}")
            .link("packages", "real")
            .link("node_modules/w", "../packages/w")
            .read();
    assertThat(tree.findings()).isEmpty();
    assertThat(tree.application().dependencies()).containsEntry("w", "real/w");
    assertThat(Project.node(tree, "real/w").kind()).isEqualTo(Kind.WORKSPACE);
    assertThat(Project.node(tree, "real/w/node_modules/a").kind()).isEqualTo(Kind.LOCKED);
  }

  @Test
  void nodeModulesAroundAWorkspaceAreFound() throws Exception {
    PackageTree tree =
        project("", "'node_modules/w': {'link': true, 'resolved': 'packages/w'}, 'packages/w': {'version': '1.0.0'}")
            .installed("packages/w", "{'name': 'w', 'version': '1.0.0', 'dependencies': {'evil': '1'}}")
            .installed("packages/node_modules/evil", "{'name': 'evil', 'version': '1.0.0'}")
            .link("node_modules/w", "../packages/w")
            .read();
    assertThat(tree.findings()).extracting(f -> f.id() + " " + f.subject() + " " + f.via())
        .containsExactly("not-locked evil@1.0.0 app > w > evil");
    assertThat(Project.node(tree, "packages/w").dependencies()).containsEntry("evil", "packages/node_modules/evil");
  }
}
