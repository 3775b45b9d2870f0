package dev.ambit.cli.launch;

import java.nio.file.Path;

/// The Node binaries that `.ci/node-lines` installs.
final class RealNode {
  private RealNode() {}

  static Path line(int major) {
    String processor = System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "x64";
    return Path.of(System.getProperty("ambit.repo"))
        .resolve("e2e/node/node_modules/node" + major + "-linux-" + processor + "/bin/node");
  }
}
