package dev.ambit.core.tree;

import static dev.ambit.core.tree.Locations.NODE_MODULES;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What lies in the node_modules folders, whatever the lock file says: one walk through the `node_modules`
/// of the project, of its workspaces, and of each package found. Folders deeper inside a package are its files.
final class InstalledPackages {
  private static final long MOST_BYTES = 16L << 20;

  /// What stands at a place.
  enum Shape {
    /// a folder with a package.json, readable or not
    PACKAGE,
    /// a folder with files but without a package.json
    FOLDER,
    /// anything that is no folder
    FILE
  }

  /// One thing found.
  ///
  /// @param key place as the lock file would write it
  /// @param location real place
  /// @param json [PackageJson#NOTHING] where it cannot be read
  /// @param problem why its package.json cannot be read, or null
  /// @param line where in package.json, 0 when unknown
  /// @param column likewise
  record Found(
      String key, String location, Shape shape, PackageJson json, @Nullable String problem, int line, int column) {}

  /// One symlink.
  ///
  /// @param key place as the lock file would write it
  /// @param location real place of the link itself
  /// @param target real place that it leads to, null when it leads nowhere
  /// @param path absolute real path of the target, or of the link when it leads nowhere
  record Link(String key, String location, @Nullable String target, Path path) {}

  private final Path root;
  private final SortedMap<String, Found> found = new TreeMap<>();
  private final SortedMap<String, Link> links = new TreeMap<>();
  private final Map<String, String> realFolders = new HashMap<>();
  private final Set<String> walked = new HashSet<>();

  private InstalledPackages(Path root) {
    this.root = root;
  }

  static InstalledPackages walk(Path root, LockFile lock) throws TreeException {
    InstalledPackages installed = new InstalledPackages(root);
    installed.walkNodeModules(root, "", "");
    Set<String> folders = new TreeSet<>();
    for (LockEntry entry : lock.entries().values()) {
      if (entry.link() != null) {
        folders.add(entry.link());
      } else if (entry.isFolder()) {
        folders.add(entry.location());
      }
    }
    for (String key : folders) {
      if (!key.isEmpty()) {
        installed.addFolder(key);
      }
    }
    return installed;
  }

  /// Everything but the links, by location.
  SortedMap<String, Found> found() {
    return found;
  }

  /// The links, by their own location.
  SortedMap<String, Link> links() {
    return links;
  }

  /// The real place of a folder that the lock file names.
  String realLocation(String key) {
    return realFolders.getOrDefault(key, key);
  }

  /// A workspace or the target of a link.
  private void addFolder(String key) throws TreeException {
    Path real;
    try {
      Path folder = root.resolve(key);
      if (!Files.isDirectory(folder)) {
        return;
      }
      real = folder.toRealPath();
    } catch (IOException e) {
      throw unreadable(key, e);
    } catch (InvalidPathException e) {
      throw unspeakable(key);
    }
    String location = Locations.of(root, real);
    realFolders.put(key, location);
    if (location.isEmpty() || found.containsKey(location)) {
      return;
    }
    found.put(location, inspect(key, location, real));
    walkNodeModules(real, location, key);
    // Node also looks beside the folders around a workspace, where npm puts nothing
    String outer = Locations.isOutside(location) ? null : Locations.parent(location);
    for (; outer != null; outer = Locations.parent(outer)) {
      walkNodeModules(root.resolve(outer), outer, outer);
    }
  }

  private void walkNodeModules(Path folder, String location, String key) throws TreeException {
    boolean isNodeModules = location.equals(NODE_MODULES) || location.endsWith("/" + NODE_MODULES);
    Path nodeModules = folder.resolve(NODE_MODULES);
    if (isNodeModules || !walked.add(location) || !Files.exists(nodeModules, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    String place = Locations.child(location, NODE_MODULES);
    if (isLink(attributes(nodeModules, place))) {
      if (location.isEmpty()) {
        throw new TreeException("`node_modules` is a symbolic link, which is not supported", "npm ci");
      }
      addLink(nodeModules, place, Locations.child(key, NODE_MODULES));
    } else if (Files.isDirectory(nodeModules, LinkOption.NOFOLLOW_LINKS)) {
      if (location.isEmpty()) {
        refuseOtherLayouts(nodeModules);
      }
      addEntries(nodeModules, place, Locations.child(key, NODE_MODULES), false);
    }
  }

  private static void refuseOtherLayouts(Path nodeModules) throws TreeException {
    if (Files.isDirectory(nodeModules.resolve(".pnpm"))) {
      throw new TreeException("`node_modules` was installed by pnpm, which is not supported yet", "npm ci");
    }
    if (Files.isDirectory(nodeModules.resolve(".store"))) {
      throw new TreeException(
          "`node_modules` has the layout `install-strategy=linked`, which is not supported yet",
          "npm ci --install-strategy=hoisted");
    }
  }

  private void addEntries(Path folder, String location, String key, boolean inScope) throws TreeException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = name(entry, location);
        // npm's own: .bin, .package-lock.json, .cache
        if (inScope || !name.startsWith(".")) {
          addEntry(entry, name, Locations.child(location, name), Locations.child(key, name), inScope);
        }
      }
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw unreadable(location, cause == null ? new IOException("input or output failed", e) : cause);
    } catch (IOException e) {
      throw unreadable(location, e);
    }
  }

  private void addEntry(Path entry, String name, String location, String key, boolean inScope) throws TreeException {
    BasicFileAttributes attributes = attributes(entry, location);
    if (isLink(attributes)) {
      addLink(entry, location, key);
    } else if (!attributes.isDirectory()) {
      found.put(location, new Found(key, location, Shape.FILE, PackageJson.NOTHING, null, 0, 0));
    } else if (inScope && name.equals(NODE_MODULES)) {
      addEntries(entry, location, key, false);
    } else if (!inScope && name.startsWith("@")) {
      addEntries(entry, location, key, true);
    } else {
      Found here = inspect(key, location, entry);
      if (here.shape() == Shape.PACKAGE || hasFiles(entry)) {
        found.put(location, here);
      }
      walkNodeModules(entry, location, key);
    }
  }

  private void addLink(Path link, String location, String key) throws TreeException {
    Path real;
    try {
      real = link.toRealPath();
    } catch (IOException e) {
      // leads nowhere, in a circle, or where this user may not look: Node cannot load it either
      links.put(location, new Link(key, location, null, link));
      return;
    }
    links.put(location, new Link(key, location, Locations.of(root, real), real));
  }

  /// What stands at the place; a folder without package.json is taken to have files.
  static Found inspect(String key, String location, Path path) {
    if (!Files.isDirectory(path)) {
      return new Found(key, location, Shape.FILE, PackageJson.NOTHING, null, 0, 0);
    }
    try {
      PackageJson json = PackageJson.parse(TextFile.read(path.resolve("package.json"), MOST_BYTES));
      return new Found(key, location, Shape.PACKAGE, json, null, 0, 0);
    } catch (NoSuchFileException e) {
      return new Found(key, location, Shape.FOLDER, PackageJson.NOTHING, null, 0, 0);
    } catch (IOException e) {
      return new Found(key, location, Shape.PACKAGE, PackageJson.NOTHING, TextFile.reason(e), 0, 0);
    } catch (MalformedJsonException e) {
      return new Found(key, location, Shape.PACKAGE, PackageJson.NOTHING, e.getMessage(), e.line(), e.column());
    }
  }

  /// Whether anything but folders lies in it, its own node_modules aside.
  private static boolean hasFiles(Path folder) {
    boolean[] any = {false};
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
              boolean own = directory.equals(folder.resolve(NODE_MODULES));
              return own ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              any[0] = true;
              return FileVisitResult.TERMINATE;
            }
          });
    } catch (IOException e) {
      return true;
    }
    return any[0];
  }

  private static boolean isLink(BasicFileAttributes attributes) {
    // a junction on Windows is a directory and something else besides
    return attributes.isSymbolicLink() || (attributes.isOther() && attributes.isDirectory());
  }

  private static BasicFileAttributes attributes(Path path, String location) throws TreeException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw unreadable(location, e);
    }
  }

  /// The file's name, refusing one that this locale cannot express: under another name nobody would find it.
  private static String name(Path entry, String location) throws TreeException {
    Path file = entry.getFileName();
    String name = file == null ? "" : file.toString();
    if (name.chars().anyMatch(c -> c > 0x7e)) {
      try {
        if (!Path.of(name).equals(file)) {
          throw unspeakable(Locations.child(location, name));
        }
      } catch (InvalidPathException e) {
        throw unspeakable(Locations.child(location, name));
      }
    }
    return name;
  }

  private static TreeException unspeakable(String location) {
    String message = PackageNames.quote(location) + " has a name that this locale cannot express";
    return new TreeException(message, "export LC_ALL=C.UTF-8");
  }

  private static TreeException unreadable(String location, IOException e) {
    String message = PackageNames.quote(location) + " cannot be read: " + TextFile.reason(e);
    return new TreeException(message, "npm ci");
  }
}
