package dev.ambit.e2e.apps;

import dev.ambit.core.json.Json;
import dev.ambit.core.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A small application below `e2e/apps` that uses popular packages as people do.
///
/// @param name its folder's
/// @param folder where it lies in the repository, not to be written to
/// @param packageJson which says what it does (`description`), how it starts (`scripts.start`, of the form
///     `node FILE ARGS`) and, under `ambit.broken`, why it does not run contained yet
record Application(String name, Path folder, JsonNode packageJson) {
  /// The folders that the applications' bundlers and compilers write.
  private static final List<String> WRITTEN = List.of("dist", "out");

  /// All of them, by name.
  static List<Application> all() throws IOException {
    String root = System.getProperty("ambit.repo");
    if (root == null) {
      throw new IllegalStateException("the system property `ambit.repo` is missing; run the tests with mvn");
    }
    List<Application> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of(root, "e2e", "apps"))) {
      for (Path folder : folders.sorted().toList()) {
        Path file = folder.resolve("package.json");
        if (Files.isRegularFile(file)) {
          all.add(new Application(folder.getFileName().toString(), folder, Json.MAPPER.readTree(Files.readString(file))));
        }
      }
    }
    return all;
  }

  String description() {
    return packageJson.path("description").stringValue();
  }

  /// What follows `node` on the command line.
  List<String> arguments() {
    List<String> words = List.of(packageJson.path("scripts").path("start").stringValue().split(" "));
    if (!words.getFirst().equals("node")) {
      throw new IllegalStateException("`scripts.start` of `" + name + "` has to begin with `node`");
    }
    return words.subList(1, words.size());
  }

  /// Why it does not run contained yet, if it does not.
  Optional<String> broken() {
    return packageJson.path("ambit").path("broken").stringValueOpt();
  }

  /// How many capabilities its own `ambit.json` allows on top of the generated declarations.
  int grants() throws IOException {
    Path settings = folder.resolve(SettingsFile.NAME);
    if (!Files.exists(settings)) {
      return 0;
    }
    return SettingsFile.read(settings).grants().stream().mapToInt(grant -> grant.allow().size()).sum();
  }

  /// The packages that it names with their versions, sorted.
  List<String> packages() {
    TreeMap<String, String> packages = new TreeMap<>();
    packageJson.path("dependencies").properties().forEach(d -> packages.put(d.getKey(), d.getValue().stringValue()));
    return packages.entrySet().stream().map(d -> d.getKey() + " " + d.getValue()).toList();
  }

  /// Copies it to a folder, without what a run or an installation leaves behind.
  void copyTo(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Path name = folder.relativize(file);
        if (name.startsWith("node_modules") || WRITTEN.stream().anyMatch(name::startsWith)) {
          continue;
        }
        if (Files.isDirectory(file)) {
          Files.createDirectories(target.resolve(name.toString()));
        } else {
          Files.copy(file, target.resolve(name.toString()));
        }
      }
    }
  }

  /// Deletes what a run wrote.
  static void clean(Path folder) throws IOException {
    for (String written : WRITTEN) {
      Path root = folder.resolve(written);
      if (Files.exists(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
