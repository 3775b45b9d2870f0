package dev.ambit.core.tree;

import dev.ambit.core.finding.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Reads `package-lock.json` or `npm-shrinkwrap.json` and the node_modules folders into a [PackageTree].
///
/// Identity comes from the lock file; the folders and each package.json only confirm it. What they say
/// otherwise becomes a finding, and what the lock file does not know becomes a node that is
/// [PackageNode.Kind#UNLOCKED]. `node_modules/.package-lock.json` is not looked at: whoever can write into
/// node_modules can write there too.
public final class PackageTreeReader {
  private PackageTreeReader() {}

  /// Reads the project as installed on this machine.
  ///
  /// @throws TreeException when there is no tree to read: no package.json, no lock file or one that is
  ///     malformed or of another package manager, nothing installed, folders that cannot be read
  public static PackageTree read(Path project) throws TreeException {
    return read(project, Platform.current());
  }

  /// As [#read(Path)], for packages installed on the given platform.
  public static PackageTree read(Path project, Platform platform) throws TreeException {
    Path root = root(project);
    PackageJson application = application(root);
    LockFile lock = LockFile.read(root);
    InstalledPackages installed = InstalledPackages.walk(root, lock);
    return new TreeAssembly(root, platform, application, lock, installed).assemble();
  }

  private static Path root(Path project) throws TreeException {
    try {
      Path root = project.toRealPath();
      if (Files.isDirectory(root)) {
        return root;
      }
    } catch (IOException e) {
      throw new TreeException(
          PackageNames.quote(project.toString()) + " cannot be read: " + TextFile.reason(e), "ls -l " + project);
    }
    throw new TreeException(PackageNames.quote(project.toString()) + " is no folder", "ls -l " + project);
  }

  private static PackageJson application(Path root) throws TreeException {
    if (!Files.exists(root.resolve("package.json"), LinkOption.NOFOLLOW_LINKS)) {
      throw new TreeException("there is no `package.json` in " + PackageNames.quote(root.toString()), "npm init");
    }
    try {
      return PackageJson.parse(LockFile.text(root, "package.json"));
    } catch (MalformedJsonException e) {
      Location at = new Location("package.json", e.line(), e.column(), e.pointer());
      String where = "`package.json:" + e.line() + ":" + e.column() + "`";
      throw new TreeException(where + " is malformed: " + e.getMessage(), "git diff package.json", at);
    }
  }
}
