package dev.ambit.core.tree;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who depends on a package. A peer dependency counts, so that plugins are dependents of their host.
public final class Dependents {
  private final Map<String, SortedSet<String>> direct = new HashMap<>();
  private final SortedSet<String> own = new TreeSet<>();

  /// Those of a tree.
  public Dependents(PackageTree tree) {
    for (PackageNode node : tree.nodes().values()) {
      if (node.isOwn()) {
        own.add(node.location());
      }
      node.dependencies().values().forEach(
          to -> direct.computeIfAbsent(to, _ -> new TreeSet<>()).add(node.location()));
    }
  }

  /// The locations of all packages that depend on the one at a location, directly or through others, without
  /// itself. The application and its workspaces are always among them, since everything is there for them.
  public SortedSet<String> of(String location) {
    SortedSet<String> found = new TreeSet<>(own);
    Deque<String> open = new ArrayDeque<>();
    open.add(location);
    for (String next = open.poll(); next != null; next = open.poll()) {
      for (String dependent : direct.getOrDefault(next, Collections.emptySortedSet())) {
        if (!own.contains(dependent) && found.add(dependent)) {
          open.add(dependent);
        }
      }
    }
    found.remove(location);
    return Collections.unmodifiableSortedSet(found);
  }
}
