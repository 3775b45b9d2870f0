package dev.ambit.analyze;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ambit.core.tree.PackageNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the files of a package that may run.
final class PackageFiles {
  /// Node takes the last of two equal keys, so this mapper does too.
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final int HEAD_BYTES = 256;

  private PackageFiles() {}

  /// Hints by path relative to the package, with slashes. Symlinks are not followed: Node loads a file by
  /// its real path, where it is found anyway if it belongs to the package.
  ///
  /// @param folders of all packages of the tree: those inside this one are not its own
  static SortedMap<String, KindHint> find(Path folder, PackageNode node, Set<Path> folders) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    Map<Path, Optional<String>> types = new HashMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (dir.equals(folder)) {
              return FileVisitResult.CONTINUE;
            }
            String name = String.valueOf(dir.getFileName());
            boolean foreign = name.equals("node_modules") || name.equals(".git") || folders.contains(dir);
            return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
              files.put(slashed(folder.relativize(file)), file);
              if (file.endsWith("package.json")) {
                types.put(file.getParent(), Optional.ofNullable(type(file)));
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    SortedMap<String, KindHint> hints = new TreeMap<>();
    for (Map.Entry<String, Path> entry : files.entrySet()) {
      String name = entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1);
      String type = nearestType(entry.getValue(), folder, types);
      KindHint hint =
          name.indexOf('.') < 0
              ? isProgram(entry.getValue()) ? KindHint.ofType(type) : null
              : KindHint.of(name, type, node.isOwn()).orElse(null);
      if (hint != null) {
        hints.put(entry.getKey(), hint);
      }
    }
    return hints;
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private static @Nullable String nearestType(Path file, Path folder, Map<Path, Optional<String>> types) {
    for (Path dir = file.getParent(); dir != null && dir.startsWith(folder); dir = dir.getParent()) {
      Optional<String> type = types.get(dir);
      if (type != null) {
        return type.orElse(null);
      }
    }
    return null;
  }

  /// A package.json that is no JSON stops Node from loading the files beside it, so its type is moot.
  private static @Nullable String type(Path packageJson) throws IOException {
    try {
      JsonNode type = MAPPER.readTree(Files.readAllBytes(packageJson)).path("type");
      return type.isString() ? type.stringValue() : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /// Whether a file without extension starts with `#!` and names node.
  private static boolean isProgram(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD_BYTES), ISO_8859_1);
      return head.startsWith("#!") && head.lines().findFirst().orElse("").contains("node");
    }
  }
}
