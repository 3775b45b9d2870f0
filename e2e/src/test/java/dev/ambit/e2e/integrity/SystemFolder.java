package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A folder that is laid over `/etc` for some programs, in a mount namespace of their own: what an administrator writes
/// there can be tested without a back door in the product, and without touching this machine. Needs root.
///
/// @param over what lies above
record SystemFolder(Path over) {
  static SystemFolder in(Path folder) throws IOException {
    assertThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).as("a mount namespace needs root: sudo mvn verify").isEqualTo(0);
    Path over = folder.resolve("etc");
    Files.createDirectories(over.resolve("ambit"));
    return new SystemFolder(over);
  }

  /// A file in `/etc/ambit`, as the programs will see it.
  Path put(String name, byte[] bytes) throws IOException {
    Files.write(over.resolve("ambit").resolve(name), bytes);
    return Path.of("/etc/ambit").resolve(name);
  }

  /// The command that runs another one there.
  List<String> command(List<String> inner) {
    List<String> command = new ArrayList<>(List.of(
        "unshare", "--mount", "sh", "-ec", "mount -t overlay overlay -o lowerdir=\"$0\":/etc /etc; exec \"$@\"", over.toString()));
    command.addAll(inner);
    return command;
  }
}
