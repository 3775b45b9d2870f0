package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A copy of `/etc` that programs see in place of the real one, in a mount namespace of their own: what an administrator
/// writes there can be tested without a back door in the product, and without touching this machine. Needs root.
///
/// @param copy where the copy is
record SystemFolder(Path copy) {
  static SystemFolder in(Path folder) throws IOException, InterruptedException {
    assertThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).as("a mount namespace needs root: sudo mvn verify").isEqualTo(0);
    Path copy = folder.resolve("etc");
    Run run = Run.of(folder, System.getenv(), "", List.of("cp", "-a", "/etc", copy.toString()));
    assertThat(run.code()).as(run.all()).isZero();
    Files.createDirectories(copy.resolve("ambit"));
    return new SystemFolder(copy);
  }

  /// A file in `/etc/ambit`, as the programs will see it.
  Path put(String name, byte[] bytes) throws IOException {
    Files.write(copy.resolve("ambit").resolve(name), bytes);
    return Path.of("/etc/ambit").resolve(name);
  }

  /// The command that runs another one there.
  List<String> command(List<String> inner) {
    List<String> command = new ArrayList<>(List.of(
        "unshare", "--mount", "sh", "-ec", "mount --bind \"$0\" /etc; exec \"$@\"", copy.toString()));
    command.addAll(inner);
    return command;
  }
}
