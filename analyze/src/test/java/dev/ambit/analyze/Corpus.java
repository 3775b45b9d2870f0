package dev.ambit.analyze;

import dev.ambit.core.json.Json;
import dev.ambit.core.tree.PackageId;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Published packages, installed from `src/test/js` below `target` without running anything of them.
final class Corpus {
  private static final Path SOURCE = Path.of(System.getProperty("ambit.repo", "..")).resolve("analyze/src/test/js");
  private static final Path FOLDER = Path.of(System.getProperty("ambit.repo", "..")).resolve("analyze/target/js");

  private Corpus() {}

  static PackageTree installed() throws IOException, InterruptedException {
    Path lock = FOLDER.resolve("package-lock.json");
    boolean current =
        Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))
            && Files.exists(lock)
            && Files.mismatch(lock, SOURCE.resolve("package-lock.json")) < 0;
    Files.createDirectories(FOLDER);
    Files.copy(SOURCE.resolve("oracle.cjs"), FOLDER.resolve("oracle.cjs"), StandardCopyOption.REPLACE_EXISTING);
    if (!current) {
      Files.copy(SOURCE.resolve("package.json"), FOLDER.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(SOURCE.resolve("package-lock.json"), lock, StandardCopyOption.REPLACE_EXISTING);
      run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
    }
    return tree(FOLDER.toRealPath());
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path log = FOLDER.resolve("npm.log");
    Process process =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException("`" + String.join(" ", command) + "` ended with " + code + ": " + Files.readString(log));
    }
  }

  private static PackageTree tree(Path root) throws IOException {
    JsonNode lock = Json.MAPPER.readTree(Files.readAllBytes(root.resolve("package-lock.json")));
    SortedMap<String, PackageNode> nodes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : lock.path("packages").properties()) {
      String location = entry.getKey();
      if (Files.isDirectory(root.resolve(location))) {
        String version = entry.getValue().path("version").asString("0.0.0");
        int folders = location.lastIndexOf("node_modules/");
        String name = folders < 0 ? "app" : location.substring(folders + "node_modules/".length());
        nodes.put(location, node(name, version, location, null));
      }
    }
    return new PackageTree(root, nodes, new TreeMap<>(), List.of());
  }

  static PackageNode node(String name, String version, String location, PackageNode.@Nullable Kind kind) {
    PackageNode.Kind known =
        kind != null ? kind : location.isEmpty() ? PackageNode.Kind.ROOT : PackageNode.Kind.LOCKED;
    return new PackageNode(
        new PackageId(name, version), location, known, new TreeMap<>(), new TreeMap<>(), null, false, false);
  }
}
