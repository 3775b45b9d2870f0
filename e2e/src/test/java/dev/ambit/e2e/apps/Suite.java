package dev.ambit.e2e.apps;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A package's own test suite, as its tarball holds it, below `e2e/suites`: a package.json that pins the package and what
/// its tests need, and says under `ambit.suite` how they run.
///
/// The tests become the application's code in `suite/`, at the place that they have in the package; beside them lies for
/// each other file of the package a line that loads the installed one. So tests and package are unmodified, and the
/// package is a dependency like any other: contained, with its generated declaration.
///
/// @param name its folder's
/// @param folder where it lies in the repository, not to be written to
/// @param packageJson its package.json
record Suite(String name, Path folder, JsonNode packageJson) {
  private static final Pattern HAS_DEFAULT = Pattern.compile("export default|\\bas default\\b");

  /// All of them, by name.
  static List<Suite> all() throws IOException {
    List<Suite> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of(System.getProperty("ambit.repo"), "e2e", "suites"))) {
      for (Path folder : folders.sorted().toList()) {
        if (Files.isRegularFile(folder.resolve("package.json"))) {
          JsonNode json = Json.MAPPER.readTree(Files.readString(folder.resolve("package.json")));
          all.add(new Suite(folder.getFileName().toString(), folder, json));
        }
      }
    }
    return all;
  }

  private JsonNode suite() {
    return packageJson.path("ambit").path("suite");
  }

  /// The package whose tests these are.
  String tested() {
    return suite().path("package").stringValue();
  }

  /// Its version.
  String version() {
    return packageJson.path("dependencies").path(tested()).stringValue();
  }

  /// `tape`, `mocha` or `node`.
  String runner() {
    return suite().path("runner").stringValue();
  }

  /// Test files that do not run, with the reason: what they need is not in the tarball, or containment refuses it to
  /// everybody, the application too, as changing primordials.
  Map<String, String> without() {
    Map<String, String> without = new TreeMap<>();
    suite().path("without").properties().forEach(e -> without.put(e.getKey(), e.getValue().stringValue()));
    return without;
  }

  /// Files that no way leads to from the package's entries and that its tests need: they belong to the tests.
  private boolean isHelper(String path) {
    return suite().path("helpers").valueStream().anyMatch(helper -> helper.stringValue().equals(path));
  }

  /// The Node lines that a usual build runs them on: all, or fewer where that takes long.
  List<Integer> usualLines() {
    List<Integer> lines = suite().path("lines").valueStream().map(JsonNode::intValue).toList();
    return lines.isEmpty() ? OwnTestsTable.LINES : lines;
  }

  /// The Node lines to run them on now.
  List<Integer> lines() {
    String line = System.getProperty("ambit.line");
    if (line != null) {
      return Stream.of(line.split(",")).map(Integer::valueOf).toList();
    }
    return System.getProperty("ambit.fuzz.minutes") == null ? usualLines() : OwnTestsTable.LINES;
  }

  /// Lays the tests out below the folder where the packages are installed.
  ///
  /// @return the test files to run, relative to the folder, sorted
  List<String> layOut(Path project) throws IOException {
    Path installed = project.resolve("node_modules").resolve(tested());
    Path suite = project.resolve("suite");
    List<String> tests = new ArrayList<>();
    List<PathMatcher> matchers = new ArrayList<>();
    suite().path("tests").forEach(p -> matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + p.stringValue())));
    try (Stream<Path> files = Files.walk(installed)) {
      for (Path file : files.sorted().toList()) {
        Path relative = installed.relativize(file);
        Path target = suite.resolve(relative);
        if (relative.startsWith("node_modules")) {
          continue;
        }
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
          continue;
        }
        String path = relative.toString();
        boolean runs = matchers.stream().anyMatch(m -> m.matches(relative));
        if (runs || isHelper(path) || isTest(relative) || !path.matches(".*\\.[cm]?js")) {
          Files.copy(file, target);
        } else {
          Files.writeString(target, bridge(installed, suite.relativize(target).getNameCount(), relative));
        }
        if (runs && !without().containsKey(path)) {
          tests.add("suite/" + path);
        }
      }
    }
    if (tests.isEmpty()) {
      throw new IllegalStateException("no file of `" + tested() + "` is a test of the suite `" + name + "`");
    }
    return tests;
  }

  private boolean isTest(Path relative) {
    return relative.getName(0).toString().matches("tests?(\\.js)?|spec|examples?|bench(marks?)?");
  }

  /// @param depth how many folders below the project the bridge lies
  private String bridge(Path installed, int depth, Path file) throws IOException {
    // a path is the way into a package's inner files that `exports` closes
    boolean closed = Json.MAPPER.readTree(Files.readString(installed.resolve("package.json"))).has("exports");
    String path = closed ? "../".repeat(depth) + "node_modules/" + tested() + "/" + file : tested() + "/" + file;
    if (isModule(installed, file)) {
      String standard = "\nexport { default } from '" + path + "';\n";
      boolean has = HAS_DEFAULT.matcher(Files.readString(installed.resolve(file))).find();
      return "export * from '" + path + "';" + (has ? standard : "\n");
    }
    return "module.exports = require(" + (closed ? "require('path').join(__dirname, '" + path + "')" : "'" + path + "'") + ");\n";
  }

  private static boolean isModule(Path installed, Path file) throws IOException {
    if (!file.toString().endsWith(".js")) {
      return file.toString().endsWith(".mjs");
    }
    for (Path folder = file.getParent(); ; folder = folder == null ? null : folder.getParent()) {
      Path json = (folder == null ? installed : installed.resolve(folder)).resolve("package.json");
      if (Files.isRegularFile(json)) {
        return Json.MAPPER.readTree(Files.readString(json)).path("type").asString("").equals("module");
      }
      if (folder == null) {
        return false;
      }
    }
  }

  /// The command lines that run these tests, without `node`.
  List<List<String>> commands(List<String> tests) {
    List<String> words = new ArrayList<>();
    switch (runner()) {
      case "tape" -> words.add("node_modules/tape/bin/tape");
      case "mocha" -> words.addAll(List.of("node_modules/mocha/bin/mocha.js", "--reporter", "tap"));
      case "node" -> {
        return tests.stream().map(t -> List.of("--test-reporter=tap", t)).toList();
      }
      default -> throw new IllegalStateException("`" + runner() + "` is no runner that `" + name + "` may name");
    }
    words.addAll(tests);
    return List.of(words);
  }

  @Override
  public String toString() {
    return name;
  }
}
