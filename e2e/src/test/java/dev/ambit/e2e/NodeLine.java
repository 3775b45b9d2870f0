package dev.ambit.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A supported line of Node with its real binary.
///
/// @param line major version
/// @param binary absolute path of the program
record NodeLine(int line, Path binary) {
  /// Every supported line, oldest first.
  ///
  /// @throws IllegalStateException when the binaries are not installed
  static List<NodeLine> all() {
    return Stream.of(22, 24, 26).map(NodeLine::of).toList();
  }

  private static NodeLine of(int line) {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    Path binary =
        Repository.root().resolve("e2e/node/node_modules/node" + line + "-linux-" + arch + "/bin/node");
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException("node " + line + " is not installed: (cd e2e/node && npm ci)");
    }
    return new NodeLine(line, binary);
  }

  @Override
  public String toString() {
    return "node " + line;
  }
}
