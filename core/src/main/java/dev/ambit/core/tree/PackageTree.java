package dev.ambit.core.tree;

import dev.ambit.core.finding.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/// The installed packages of a project, as the lock file resolved them.
///
/// @param root absolute real path of the project
/// @param nodes by location, the application under `""`; only what is installed
/// @param locked every `name@version` of the lock file that may be installed on some platform, sorted, with
///     what the lock file says of it; includes other platforms' optional packages
/// @param findings where lock file and folders disagree
public record PackageTree(
    Path root, SortedMap<String, PackageNode> nodes, SortedMap<PackageId, LockedPackage> locked, List<Finding> findings) {

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
}
