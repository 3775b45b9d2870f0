package dev.ambit.integrity.catalog;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The regular files below a folder, or one file alone. Symbolic links are not followed; they, special files and
/// names that no catalog can hold are findings.
///
/// @param files by path relative to the root
/// @param findings sorted by path
record FolderScan(SortedMap<String, Path> files, List<Finding> findings) {
  /// Looks through a folder.
  ///
  /// @throws IOException when the root is missing or a link, or any folder cannot be read
  static FolderScan of(Path root, Excludes excludes) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(root.toString(), null, "does not exist");
    }
    FolderScan scan = new FolderScan(new TreeMap<>(), new ArrayList<>());
    if (Files.isDirectory(root)) {
      scan.folder(root.toRealPath(), root.toRealPath(), "", excludes);
    } else if (Files.isSymbolicLink(root)) {
      throw new NotLinkException(root.toString(), null, "is a symbolic link; name the file itself");
    } else {
      Path name = root.toAbsolutePath().normalize().getFileName();
      scan.entry(root, root, name == null ? "" : name.toString(), excludes);
    }
    return new FolderScan(Collections.unmodifiableSortedMap(scan.files), List.copyOf(scan.findings));
  }

  private void folder(Path root, Path folder, String prefix, Excludes excludes) throws IOException {
    SortedMap<String, Path> entries = new TreeMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entry -> entries.put(String.valueOf(entry.getFileName()), entry));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    for (var entry : entries.entrySet()) {
      entry(root, entry.getValue(), prefix + entry.getKey(), excludes);
    }
  }

  private void entry(Path root, Path file, String path, Excludes excludes) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (excludes.covers(path, attributes.isDirectory())) {
      return;
    }
    Optional<String> problem = MemberPath.problem(path);
    if (problem.isPresent()) {
      finding("unnameable-file", Severity.ERROR, path, problem.get(), "rename it, or exclude it with `--exclude`");
    } else if (attributes.isSymbolicLink()) {
      link(root, file, path);
    } else if (attributes.isDirectory()) {
      folder(root, file, path + "/", excludes);
    } else if (attributes.isRegularFile()) {
      files.put(path, file);
    } else {
      String message = "`" + path + "` is no regular file, so no catalog can hold it";
      finding("special-file", Severity.REVIEW, path, message, "remove it, or exclude it with `--exclude`");
    }
  }

  private void link(Path root, Path link, String path) throws IOException {
    String target = Files.readSymbolicLink(link).toString();
    String message = "symbolic link `" + path + "` to `" + target + "` ";
    String remedy = "replace it with the file, or exclude it with `--exclude`";
    if (!Files.exists(link)) {
      finding("symbolic-link", Severity.REVIEW, path, message + "leads nowhere", remedy);
    } else if (!link.toRealPath().startsWith(root)) {
      String outside = "leads out of the folder: what it points to is in no catalog";
      finding("symbolic-link", Severity.REVIEW, path, message + outside, remedy);
    } else {
      finding("symbolic-link", Severity.NOTE, path, message + "is not followed; its target counts itself", null);
    }
  }

  private void finding(String id, Severity severity, String path, String message, @Nullable String help) {
    findings.add(new Finding(id, severity, path, message, List.of(), Location.of(path), null, help));
  }
}
