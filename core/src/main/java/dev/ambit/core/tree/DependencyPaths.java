package dev.ambit.core.tree;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Why a package is there: how the application comes to it.
public final class DependencyPaths {
  /// Stands in place of a path for what no package requires.
  public static final String UNREACHED = "not required by any package";

  private DependencyPaths() {}

  /// For each location the shortest path of names from the application, as
  /// `app > event-stream > flatmap-stream`. Of equally short ones the first, where a package's dependencies
  /// for development come after all others and names are in order; workspaces count as the application's
  /// dependencies.
  public static SortedMap<String, String> via(PackageTree tree) {
    SortedMap<String, String> paths = new TreeMap<>();
    Deque<PackageNode> queue = new ArrayDeque<>();
    PackageNode application = tree.application();
    paths.put("", application.id().name());
    queue.add(application);
    for (PackageNode from = queue.poll(); from != null; from = queue.poll()) {
      follow(tree, from, false, paths, queue);
      if (from.kind() == PackageNode.Kind.ROOT) {
        for (PackageNode node : tree.nodes().values()) {
          if (node.isOwn()) {
            reach(from, node, paths, queue);
          }
        }
      }
      follow(tree, from, true, paths, queue);
    }
    tree.nodes().keySet().forEach(location -> paths.putIfAbsent(location, UNREACHED));
    return Collections.unmodifiableSortedMap(paths);
  }

  /// The locations of what the application and its workspaces need in production, themselves included: all
  /// that is reached without dependencies for development.
  public static SortedSet<String> production(PackageTree tree) {
    SortedMap<String, String> reached = new TreeMap<>();
    Deque<PackageNode> queue = new ArrayDeque<>();
    for (PackageNode node : tree.nodes().values()) {
      if (node.isOwn()) {
        reached.put(node.location(), node.id().name());
        queue.add(node);
      }
    }
    for (PackageNode from = queue.poll(); from != null; from = queue.poll()) {
      follow(tree, from, false, reached, queue);
    }
    return new TreeSet<>(reached.keySet());
  }

  private static void follow(
      PackageTree tree,
      PackageNode from,
      boolean development,
      SortedMap<String, String> paths,
      Deque<PackageNode> queue) {
    from.dependencies()
        .forEach(
            (name, location) -> {
              PackageNode to = tree.nodes().get(location);
              if (to != null && from.development().contains(name) == development) {
                reach(from, to, paths, queue);
              }
            });
  }

  private static void reach(
      PackageNode from, PackageNode to, SortedMap<String, String> paths, Deque<PackageNode> queue) {
    if (!paths.containsKey(to.location())) {
      paths.put(to.location(), paths.get(from.location()) + " > " + to.id().name());
      queue.add(to);
    }
  }
}
