package dev.ambit.core.usage;

import dev.ambit.core.tree.PackageTree;
import java.util.SortedMap;

/// Gives the usage of every installed package; static analysis implements it.
@FunctionalInterface
public interface UsageSource {
  /// Usage by location, one entry for each node of the tree.
  ///
  /// @throws java.io.UncheckedIOException when a file cannot be read
  SortedMap<String, PackageUsage> usage(PackageTree tree);
}
