package dev.ambit.core.tree;

import dev.ambit.core.finding.Finding;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The installed packages of a project, as the lock file resolved them.
///
/// @param root absolute real path of the project
/// @param nodes by location, the application under `""`; only what is installed
/// @param links the symlinks in node_modules, by their own location, to the location of the node whose folder
///     they lead to or into
/// @param locked every `name@version` of the lock file that may be installed on some platform, sorted, with
///     what the lock file says of it; includes other platforms' optional packages
/// @param findings where lock file and folders disagree
public record PackageTree(
    Path root,
    SortedMap<String, PackageNode> nodes,
    SortedMap<String, String> links,
    SortedMap<PackageId, LockedPackage> locked,
    List<Finding> findings) {

  public PackageTree {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
    locked = Collections.unmodifiableSortedMap(new TreeMap<>(locked));
    findings = List.copyOf(findings);
  }

  /// A tree without symlinks.
  public PackageTree(
      Path root,
      SortedMap<String, PackageNode> nodes,
      SortedMap<PackageId, LockedPackage> locked,
      List<Finding> findings) {
    this(root, nodes, new TreeMap<>(), locked, findings);
  }

  /// What the lock file says of one `name@version`.
  ///
  /// @param platformBound whether limited to an `os`, `cpu` or `libc`
  /// @param installScripts `hasInstallScript`
  /// @param integrity subresource integrity of the tarball, empty when absent
  public record LockedPackage(boolean platformBound, boolean installScripts, String integrity) {}

  /// The application.
  public PackageNode application() {
    PackageNode node = nodes.get("");
    if (node == null) {
      throw new IllegalStateException("a tree without its application");
    }
    return node;
  }

  /// The package that Node finds when code of the given one asks for a name, listed or not: the nearest
  /// node_modules upwards from its real folder, within the project. That a package with `exports` finds
  /// itself under its own name, and that a builtin wins, is not looked at.
  ///
  /// @param bareName as in `require("@scope/name")`; a path below the package is cut off
  public Optional<PackageNode> resolve(PackageNode from, String bareName) {
    String name = Locations.packageName(bareName);
    String found = name == null ? null : Locations.find(from.location(), name, nodes.keySet(), links);
    return found == null ? Optional.empty() : Optional.ofNullable(nodes.get(found));
  }
}
