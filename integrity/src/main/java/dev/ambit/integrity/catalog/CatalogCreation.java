package dev.ambit.integrity.catalog;

import dev.ambit.core.finding.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A catalog made from files, and what was met on the way.
///
/// @param catalog the same for the same files, whatever the order in which they were hashed
/// @param findings symbolic links, special files, names that no catalog can hold; none of them is in the catalog
public record CatalogCreation(Catalog catalog, List<Finding> findings) {
  public CatalogCreation {
    findings = List.copyOf(findings);
  }

  /// Hashes a folder with all that is below it, or one file.
  ///
  /// @param root the folder, from which paths count, or the file
  /// @param format how the catalog will be written
  /// @param more digests beyond those that the format needs; Windows catalogs have no place for more
  /// @throws IOException when anything cannot be read, or changes meanwhile
  public static CatalogCreation of(
      Path root, CatalogFormat format, Set<DigestAlgorithm> more, Excludes excludes, Progress progress)
      throws IOException {
    Set<DigestAlgorithm> algorithms = EnumSet.copyOf(format.needed());
    algorithms.addAll(more);
    boolean windows = format != CatalogFormat.JSON;
    if (windows && algorithms.size() > format.needed().size()) {
      throw new IllegalArgumentException("a Windows catalog holds no " + more + "; write JSON instead");
    }
    if (!windows && algorithms.contains(DigestAlgorithm.SHA1)) {
      throw new IllegalArgumentException("a JSON catalog holds no SHA-1, which is broken");
    }
    FolderScan scan = FolderScan.of(root, excludes);
    List<FileHashes.Job> jobs =
        scan.files().entrySet().stream()
            .map(file -> new FileHashes.Job(file.getKey(), file.getValue(), algorithms, windows))
            .toList();
    return new CatalogCreation(Catalog.of(format, FileHashes.of(jobs, progress)), scan.findings());
  }
}
