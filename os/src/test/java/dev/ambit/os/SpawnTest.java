package dev.ambit.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SpawnTest {
  @TempDir private Path folder;

  @Test
  void streamsWorkingDirectoryAndExitCodeAreTheChilds() throws Exception {
    Started started = Started.run(
        new ProcessBuilder(Started.jvm("spawn", Map.of(), folder, "/bin/sh", "sh", "-c", "pwd -P; cat; exit 5")),
        "in".getBytes(StandardCharsets.UTF_8));
    assertThat(started.code()).isEqualTo(5);
    assertThat(started.text()).isEqualTo(folder.toRealPath() + "\nin");
  }

  @Test
  void terminationReachesTheChildAndItsCodeComesBack() throws Exception {
    Process process = new ProcessBuilder(Started.jvm("spawn", Map.of(), folder, "/bin/sh", "sh", "-c",
        "trap 'echo told; exit 9' TERM; echo up; while :; do sleep 0.05; done")).start();
    var output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("up");
    // `Process.destroy` would also close the output that is read next
    process.toHandle().destroy();
    assertThat(output.readLine()).isEqualTo("told");
    assertThat(process.waitFor()).isEqualTo(9);
  }

  @Test
  void aMissingProgramIsNamed() throws Exception {
    Started started = Started.run(
        new ProcessBuilder(Started.jvm("spawn", Map.of(), folder, "/nowhere/x", "x")), new byte[0]);
    assertThat(started.code()).isEqualTo(2);
    assertThat(started.errors()).startsWith("cannot run `/nowhere/x`: ");
  }
}
