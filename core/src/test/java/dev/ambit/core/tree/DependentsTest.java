package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DependentsTest {
  @Test
  void dependentsOfDependentsAndPluginsCount() {
    Dependents dependents = dependents(Map.of("", "host plugin", "host", "runner", "plugin", "host", "runner", ""));
    assertThat(dependents.of("node_modules/runner")).containsExactly("", "node_modules/host", "node_modules/plugin");
    assertThat(dependents.of("node_modules/host")).containsExactly("", "node_modules/plugin");
    assertThat(dependents.of("node_modules/plugin")).containsExactly("");
  }

  @Test
  void circlesEnd() {
    Dependents dependents = dependents(Map.of("", "a", "a", "b", "b", "a"));
    assertThat(dependents.of("node_modules/a")).containsExactly("", "node_modules/b");
  }

  @Test
  void whatNobodyListsHasTheApplicationStill() {
    assertThat(dependents(Map.of("", "", "a", "")).of("node_modules/a")).containsExactly("");
  }

  private static Dependents dependents(Map<String, String> edges) {
    SortedMap<String, PackageNode> nodes = new TreeMap<>();
    edges.forEach(
        (name, to) -> {
          SortedMap<String, String> found = new TreeMap<>();
          List.of(to.split(" ")).stream().filter(t -> !t.isEmpty()).forEach(t -> found.put(t, "node_modules/" + t));
          String location = name.isEmpty() ? "" : "node_modules/" + name;
          PackageNode.Kind kind = name.isEmpty() ? PackageNode.Kind.ROOT : PackageNode.Kind.LOCKED;
          PackageId id = PackageId.parse((name.isEmpty() ? "app" : name) + "@1.0.0");
          nodes.put(location, new PackageNode(id, location, kind, new TreeMap<>(), found, null, false, false));
        });
    return new Dependents(new PackageTree(Path.of("/"), nodes, new TreeMap<>(), List.of()));
  }
}
