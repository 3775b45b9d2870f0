package dev.ambit.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Versions of Node binaries, so that Node is not started twice. One line each: size, time, version and path,
/// tabs between. A damaged or unwritable file only costs time.
///
/// Only a native file named `node` is remembered: what a version manager's shim starts depends on the working
/// directory and the environment.
final class NodeVersionCache {
  private static final String FILE = "node-versions";
  private static final int KEPT = 50;

  private final @Nullable UserCache cache;

  NodeVersionCache(@Nullable UserCache cache) {
    this.cache = cache;
  }

  /// @param program the real path of a program
  /// @return nothing where it is unknown, was changed, or is no binary
  Optional<NodeVersion> read(Path program) {
    if (cache == null) {
      return Optional.empty();
    }
    try {
      String key = key(program);
      for (String line : lines(cache)) {
        String[] fields = line.split("\t", 4);
        if (fields.length == 4 && key.equals(fields[0] + "\t" + fields[1] + "\t" + fields[3])) {
          return NodeVersion.parse(fields[2]);
        }
      }
    } catch (IOException e) {
      // not remembered
    }
    return Optional.empty();
  }

  void remember(Path program, NodeVersion version) {
    if (cache == null) {
      return;
    }
    try {
      if (!isNodeBinary(program)) {
        return;
      }
      String[] key = key(program).split("\t", 3);
      List<String> lines = new ArrayList<>(lines(cache));
      lines.removeIf(line -> line.endsWith("\t" + program));
      lines.addFirst(String.join("\t", key[0], key[1], "v" + version, key[2]));
      cache.write(FILE, String.join("\n", lines.subList(0, Math.min(KEPT, lines.size()))) + "\n", false);
    } catch (IOException e) {
      // next time Node is asked again
    }
  }

  private static List<String> lines(UserCache cache) throws IOException {
    Path file = cache.folder().resolve(FILE);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static String key(Path program) throws IOException {
    var attributes = Files.readAttributes(program, BasicFileAttributes.class);
    return attributes.size() + "\t" + attributes.lastModifiedTime().toMillis() + "\t" + program;
  }

  private static boolean isNodeBinary(Path program) throws IOException {
    String name = String.valueOf(program.getFileName());
    if (!name.equals("node") && !name.equals("node.exe")) {
      return false;
    }
    try (InputStream in = Files.newInputStream(program)) {
      byte[] start = in.readNBytes(2);
      return start.length == 2 && !(start[0] == '#' && start[1] == '!');
    }
  }
}
