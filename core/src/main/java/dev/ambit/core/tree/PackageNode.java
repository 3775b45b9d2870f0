package dev.ambit.core.tree;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One installed package of the tree.
///
/// @param id identity from the lock file; for what is installed but not locked, from its package.json, so
///     never a reason to grant anything
/// @param location folder relative to the project, with slashes, `""` for the application itself; of a
///     symlink (workspace) the real folder it leads to, with leading `..` where that lies outside. A file
///     that lies loose in node_modules is a node of its own under the file's path
/// @param kind how it came here
/// @param requested what its package.json lists (dependencies, optionalDependencies, peerDependencies; for
///     the application and workspaces devDependencies too), by the name it is required under, with the range
/// @param dependencies the same names, as far as installed, to the location of the package that Node's
///     resolution finds for them
/// @param development the names among [#requested()] that only its devDependencies list
/// @param integrity the lock file's `integrity`, or null
/// @param installScripts whether npm would run install scripts for it (`hasInstallScript`)
/// @param platformBound whether the lock file limits it to an `os`, `cpu` or `libc`
public record PackageNode(
    PackageId id,
    String location,
    Kind kind,
    SortedMap<String, String> requested,
    SortedMap<String, String> dependencies,
    SortedSet<String> development,
    @Nullable String integrity,
    boolean installScripts,
    boolean platformBound) {

  public PackageNode {
    requested = Collections.unmodifiableSortedMap(new TreeMap<>(requested));
    dependencies = Collections.unmodifiableSortedMap(new TreeMap<>(dependencies));
    development = Collections.unmodifiableSortedSet(new TreeSet<>(development));
  }

  /// A node without dependencies for development.
  public PackageNode(
      PackageId id,
      String location,
      Kind kind,
      SortedMap<String, String> requested,
      SortedMap<String, String> dependencies,
      @Nullable String integrity,
      boolean installScripts,
      boolean platformBound) {
    this(id, location, kind, requested, dependencies, new TreeSet<>(), integrity, installScripts, platformBound);
  }

  PackageNode withDependencies(SortedMap<String, String> found) {
    return new PackageNode(
        id, location, kind, requested, found, development, integrity, installScripts, platformBound);
  }

  /// How a package came into the tree.
  public enum Kind {
    /// the application itself
    ROOT,
    /// a workspace or a `file:` link of the application: the user's own code, trusted as the application is
    WORKSPACE,
    /// installed as the lock file says, bundled packages included
    LOCKED,
    /// in node_modules without being in the lock file, or no package at all: denied whatever its id says
    UNLOCKED
  }

  /// Whether the code is the user's own and so trusted unless `ambit.json` limits it.
  public boolean isOwn() {
    return kind == Kind.ROOT || kind == Kind.WORKSPACE;
  }
}
