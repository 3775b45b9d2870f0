package dev.ambit.core.tree;

import dev.ambit.core.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A project in a temporary folder, built by hand. JSON is written with single quotes.
record Project(Path root) {
  static final Platform LINUX = new Platform("linux", "x64", "glibc");

  /// An application `app@1.0.0` with the given rest of its package.json and the given entries of its lock file.
  static Project of(Path root, String rest, String entries) {
    return new Project(root).file("package.json", "{'name': 'app', 'version': '1.0.0'" + rest + "}").lock(entries);
  }

  Project lock(String entries) {
    String own = "'': {'name': 'app', 'version': '1.0.0'}" + (entries.isBlank() ? "" : ",\n" + entries);
    return file("package-lock.json", "{'name': 'app', 'lockfileVersion': 3, 'packages': {\n" + own + "}}");
  }

  Project file(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.replace('\'', '"'));
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A package with an index.js.
  Project installed(String location, String json) {
    return file(location + "/package.json", json).file(location + "/index.js", "");
  }

  Project link(String path, String target) {
    try {
      Path link = root.resolve(path);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  PackageTree read() {
    try {
      return PackageTreeReader.read(root, LINUX);
    } catch (TreeException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /// What reading fails with.
  TreeException refused() {
    try {
      PackageTree tree = PackageTreeReader.read(root, LINUX);
      throw new AssertionError("was read: " + tree);
    } catch (TreeException e) {
      return e;
    }
  }

  static PackageNode node(PackageTree tree, String location) {
    PackageNode node = tree.nodes().get(location);
    if (node == null) {
      throw new AssertionError("no node at " + location + ", only at " + tree.nodes().keySet());
    }
    return node;
  }

  /// `id subject: message` of each finding.
  List<String> findings() {
    return read().findings().stream().map(Project::line).toList();
  }

  static String line(Finding finding) {
    return finding.id() + " " + finding.subject() + ": " + finding.message();
  }
}
