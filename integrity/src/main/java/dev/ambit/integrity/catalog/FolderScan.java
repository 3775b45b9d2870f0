package dev.ambit.integrity.catalog;

import dev.ambit.core.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SortedMap;

/// The regular files below a folder, or one file alone. Symbolic links are not followed; they, special files and
/// names that no catalog can hold are findings.
///
/// @param files by path relative to the root
/// @param findings sorted by path
record FolderScan(SortedMap<String, Found> files, List<Finding> findings) {
  /// A regular file.
  ///
  /// @param attributes as they were when it was met
  record Found(Path file, BasicFileAttributes attributes) {}

  /// Looks through a folder.
  ///
  /// @throws IOException when the root is missing or a link, or any folder cannot be read; of several such reasons
  ///     the first by path
  static FolderScan of(Path root, Excludes excludes) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(root.toString(), null, "does not exist");
    }
    if (Files.isDirectory(root)) {
      return FolderLook.below(root.toRealPath(), excludes);
    }
    if (Files.isSymbolicLink(root)) {
      throw new NotLinkException(root.toString(), null, "is a symbolic link; name the file itself");
    }
    return FolderLook.at(root, excludes);
  }
}
