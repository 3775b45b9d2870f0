package dev.ambit.cli.launch;

import dev.ambit.core.project.Project;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.usage.PackageUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The files and folders whose change makes a plan and its manifest out of date.
///
/// Of the user's own code, every file that was analysed and every folder that holds one. Of a third-party package,
/// its folders and its package.json and `.access.json`: what is added, removed or renamed there shows in the time of
/// a folder, and the guard holds the content of each file to its digest when it is loaded, whatever was looked at
/// here. Then the settings, the lock files, Node, Ambit itself and the administrator's settings.
///
/// @param paths absolute, or relative to the project with `./` in front
record Watched(Set<String> paths) {
  /// What the administrator prescribes; also where nothing is there yet.
  static final Path ADMINISTRATOR = Path.of("/etc/ambit");

  private static final List<String> OF_APPLICATION =
      List.of("package.json", "package-lock.json", "npm-shrinkwrap.json", Project.SETTINGS, Project.LOCK);
  private static final Set<String> OF_PACKAGE = Set.of("package.json", ".access.json");

  Watched {
    paths = Set.copyOf(paths);
  }

  /// @return nothing when the project reaches out of its folder
  static Optional<Watched> of(Project project, List<Path> programs) throws IOException {
    Path root = project.tree().root();
    Set<String> paths = new TreeSet<>();
    paths.add(".");
    for (String name : OF_APPLICATION) {
      // a new one shows in the time of the project's folder
      if (Files.exists(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        paths.add("./" + name);
      }
    }
    if (Files.isDirectory(root.resolve("node_modules"))) {
      paths.add("./node_modules");
    }
    for (String link : project.tree().links().keySet()) {
      addFolders(paths, link);
    }
    for (PackageNode node : project.tree().nodes().values()) {
      PackageUsage usage = project.usage().get(node.location());
      if (node.location().startsWith("..") || usage == null) {
        return Optional.empty();
      }
      add(paths, node, usage, root);
    }
    for (Path program : programs) {
      addTree(paths, program);
    }
    if (Files.exists(ADMINISTRATOR)) {
      addTree(paths, ADMINISTRATOR);
    }
    return Optional.of(new Watched(paths));
  }

  private static void add(Set<String> paths, PackageNode node, PackageUsage usage, Path root) {
    String location = node.location();
    if (Files.isDirectory(root.resolve(location))) {
      addFolders(paths, location + "/");
    }
    String prefix = location.isEmpty() ? "" : location + "/";
    for (String file : usage.files().keySet()) {
      addFolders(paths, prefix + file);
      if (node.isOwn() || OF_PACKAGE.contains(file)) {
        paths.add("./" + prefix + file);
      }
    }
  }

  /// The folders above a path, within the project.
  private static void addFolders(Set<String> paths, String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (!paths.add("./" + path.substring(0, slash))) {
        return;
      }
    }
  }

  private static void addTree(Set<String> paths, Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      all.forEach(path -> paths.add(path.toString()));
    }
  }
}
