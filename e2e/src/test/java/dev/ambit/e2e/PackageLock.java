package dev.ambit.e2e;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The `package-lock.json` (version 3) that npm would have written for an installed tree. A folder is named
/// after itself, or after what an `npm:` alias that leads to it says.
final class PackageLock {
  private static final List<String> RANGES =
      List.of("dependencies", "devDependencies", "optionalDependencies", "peerDependencies");

  private final Path app;
  private final SortedMap<String, JsonNode> manifests = new TreeMap<>();
  private final SortedMap<String, String> links = new TreeMap<>();

  PackageLock(Path app) throws IOException {
    this.app = app;
    read("");
  }

  private void read(String location) throws IOException {
    Path folder = app.resolve(location);
    manifests.put(location, Json.MAPPER.readTree(Files.readString(folder.resolve("package.json"))));
    for (String name : names(folder.resolve("node_modules"))) {
      String inside = (location.isEmpty() ? "" : location + "/") + "node_modules/" + name;
      Path installed = app.resolve(inside);
      if (Files.isSymbolicLink(installed)) {
        String target =
            app.relativize(installed.resolveSibling(Files.readSymbolicLink(installed)).normalize()).toString();
        links.put(inside, target);
        read(target);
      } else {
        read(inside);
      }
    }
  }

  /// Names of the installed packages, scopes included.
  private static List<String> names(Path modules) throws IOException {
    if (!Files.isDirectory(modules)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(modules)) {
      return folders
          .map(f -> f.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .flatMap(name -> name.startsWith("@") ? scoped(modules, name) : Stream.of(name))
          .sorted()
          .toList();
    }
  }

  private static Stream<String> scoped(Path modules, String scope) {
    try (Stream<Path> folders = Files.list(modules.resolve(scope))) {
      return folders.map(f -> scope + "/" + f.getFileName()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes the file.
  void write() throws IOException {
    ObjectNode lock = Json.MAPPER.createObjectNode();
    JsonNode application = Objects.requireNonNull(manifests.get(""));
    lock.set("name", application.path("name"));
    lock.set("version", application.path("version"));
    lock.put("lockfileVersion", 3);
    ObjectNode packages = lock.putObject("packages");
    manifests.forEach((location, manifest) -> packages.set(location, entry(location, manifest)));
    links.forEach((location, target) -> packages.putObject(location).put("resolved", target).put("link", true));
    Files.writeString(
        app.resolve("package-lock.json"),
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(lock) + "\n");
  }

  private ObjectNode entry(String location, JsonNode manifest) {
    ObjectNode entry = Json.MAPPER.createObjectNode();
    boolean own = !location.contains("node_modules/");
    String alias = own ? manifest.path("name").stringValue() : alias(location);
    if (!alias.isEmpty()) {
      entry.put("name", alias);
    }
    entry.set("version", manifest.path("version"));
    for (String field : RANGES) {
      if (manifest.has(field) && (own || !field.equals("devDependencies"))) {
        entry.set(field, manifest.path(field));
      }
    }
    if (own && manifest.has("workspaces")) {
      entry.set("workspaces", manifest.path("workspaces"));
    }
    JsonNode scripts = manifest.path("scripts");
    if (!own && (scripts.has("preinstall") || scripts.has("install") || scripts.has("postinstall"))) {
      entry.put("hasInstallScript", true);
    }
    return entry;
  }

  /// The real name behind an alias that leads to the location, or empty.
  private String alias(String location) {
    String name = location.substring(location.lastIndexOf("node_modules/") + "node_modules/".length());
    for (String from : manifests.keySet()) {
      for (String field : RANGES) {
        String range = manifests.get(from).path(field).path(name).stringValue("");
        if (range.startsWith("npm:") && location.equals(resolve(from, name))) {
          return range.substring("npm:".length(), range.lastIndexOf('@'));
        }
      }
    }
    return "";
  }

  /// Where Node finds the name when asked from the location, or empty.
  private String resolve(String from, String name) {
    for (String at = from; ; at = at.contains("/") ? at.substring(0, at.lastIndexOf('/')) : "") {
      String candidate = (at.isEmpty() ? "" : at + "/") + "node_modules/" + name;
      if (manifests.containsKey(candidate) || links.containsKey(candidate)) {
        return candidate;
      }
      if (at.isEmpty()) {
        return "";
      }
    }
  }
}
