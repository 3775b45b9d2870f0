package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import dev.ambit.core.tree.PackageNode.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Trees made by chance, where each package asks for each name; Node itself says what it finds.
class RandomTreesTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "chart", "chart.js", "@s/a", "@s/b", "@t/a");
  private static final int TREES = 120;
  private static final String ASK =
      """
      const { createRequire } = require('module'), { realpathSync } = require('fs'), path = require('path');
      const { names, trees } = require('./asked.json'), said = [];
      for (const [tree, locations] of trees.entries()) {
        const root = realpathSync(path.join(__dirname, 'tree' + tree)), edges = {};
        for (const location of locations) {
          const found = edges[location] = {}, require = createRequire(path.join(root, location, 'index.js'));
          for (const name of names) {
            let file;
            try { file = require.resolve(name); } catch { continue; }
            const to = path.relative(root, path.dirname(realpathSync(file)));
            if (!to.startsWith('..')) found[name] = to.split(path.sep).join('/');
          }
        }
        said.push(edges);
      }
      console.log(JSON.stringify(said));
      """;

  @TempDir Path folder;

  @Test
  void edgesAreWhatNodeResolves() throws Exception {
    List<PackageTree> trees = new ArrayList<>();
    List<List<String>> locations = new ArrayList<>();
    for (int seed = 0; seed < TREES; seed++) {
      PackageTree tree = create(folder.resolve("tree" + seed), new Random(seed)).read();
      trees.add(tree);
      locations.add(List.copyOf(tree.nodes().keySet()));
    }
    Path script = folder.resolve("ask.js");
    Files.writeString(script, ASK);
    Files.writeString(
        folder.resolve("asked.json"), Json.MAPPER.writeValueAsString(Map.of("names", NAMES, "trees", locations)));
    JsonNode said = Json.MAPPER.readTree(Npm.node(folder, script));
    int edges = 0;
    for (int seed = 0; seed < TREES; seed++) {
      PackageTree tree = trees.get(seed);
      for (PackageNode node : tree.nodes().values()) {
        SortedMap<String, String> theirs = new TreeMap<>();
        for (Map.Entry<String, JsonNode> edge : said.get(seed).path(node.location()).properties()) {
          theirs.put(edge.getKey(), edge.getValue().stringValue());
        }
        SortedMap<String, String> found = new TreeMap<>();
        for (String name : NAMES) {
          tree.resolve(node, name).ifPresent(to -> found.put(name, to.location()));
        }
        assertThat(found).as("seed %d, %s", seed, node.location()).isEqualTo(theirs);
        if (!node.requested().isEmpty()) {
          assertThat(node.dependencies()).as("seed %d, %s", seed, node.location()).isEqualTo(theirs);
          edges += theirs.size();
        }
      }
    }
    assertThat(edges).isGreaterThan(1000);
  }

  @Test
  void treesByChanceHoldEveryKind() throws Exception {
    List<Kind> kinds = new ArrayList<>();
    for (int seed = 0; seed < TREES; seed++) {
      PackageTree tree = create(folder.resolve("tree" + seed), new Random(seed)).read();
      tree.nodes().values().forEach(node -> kinds.add(node.kind()));
    }
    assertThat(kinds).contains(Kind.values());
    assertThat(kinds.size()).isGreaterThan(500);
  }

  private static Project create(Path root, Random random) {
    StringBuilder lock = new StringBuilder();
    Project project = new Project(root);
    project.file("node_modules/.keep", "");
    fill(project, "", 3, random, lock);
    for (int i = random.nextInt(3); i > 0; i--) {
      String location = "packages/w" + i;
      String name = random.nextBoolean() ? "a" : "@s/b";
      lock.append(",'%s': {'name': '%s', 'version': '1.0.0'}\n".formatted(location, name));
      project.installed(location, json(name));
      fill(project, location, 2, random, lock);
      if (!Files.exists(root.resolve("node_modules/" + name))) {
        lock.append(",'node_modules/%s': {'link': true, 'resolved': '%s'}\n".formatted(name, location));
        project.link("node_modules/" + name, (name.startsWith("@") ? "../../" : "../") + location);
      }
    }
    String entries = lock.isEmpty() ? "" : lock.substring(1);
    return project.lock(entries).file("package.json", json("app"));
  }

  private static void fill(Project project, String location, int depth, Random random, StringBuilder lock) {
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    for (String name : names.subList(0, depth == 0 ? 0 : random.nextInt(1 + depth))) {
      String child = Locations.child(location, "node_modules/" + name);
      switch (random.nextInt(8)) {
        case 0 -> project.installed(child, json(name));
        case 1 -> project.file(child + "/index.js", "");
        default -> {
          lock.append(",'%s': {'version': '1.0.0'}\n".formatted(child));
          project.installed(child, json(name));
        }
      }
      fill(project, child, depth - 1, random, lock);
    }
  }

  private static String json(String name) {
    StringBuilder all = new StringBuilder();
    NAMES.forEach(each -> all.append(all.isEmpty() ? "" : ", ").append("'").append(each).append("': '*'"));
    return "{'name': '" + name + "', 'version': '1.0.0', 'dependencies': {" + all + "}}";
  }
}
