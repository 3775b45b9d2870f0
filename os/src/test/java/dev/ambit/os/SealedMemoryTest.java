package dev.ambit.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Needs Linux, as the tests of [Exec] do.
final class SealedMemoryTest {
  private static final Path ROOT = Path.of("/");

  @Test
  void holdsTheBytesAndReadsAgainAndAgain() throws Exception {
    byte[] bytes = new byte[3 << 20];
    new Random(3).nextBytes(bytes);
    SealedMemory memory = SealedMemory.of("test", bytes).orElseThrow();
    assertThat(memory.descriptor()).isGreaterThanOrEqualTo(200);
    assertThat(Files.readAllBytes(Path.of(memory.path()))).isEqualTo(bytes);
    assertThat(Files.readAllBytes(Path.of(memory.path()))).isEqualTo(bytes);
  }

  @Test
  void cannotBeWrittenOrCut() throws Exception {
    byte[] bytes = "as verified".getBytes(StandardCharsets.UTF_8);
    Path path = Path.of(SealedMemory.of("test", bytes).orElseThrow().path());
    assertThatThrownBy(() -> Files.writeString(path, "AS", StandardOpenOption.WRITE)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Files.writeString(path, "+", StandardOpenOption.APPEND)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Files.write(path, new byte[0], StandardOpenOption.TRUNCATE_EXISTING))
        .isInstanceOf(IOException.class);
    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
  }

  @Test
  void theProgramInheritsItAndNothingElse() throws Exception {
    Started started = Started.run(new ProcessBuilder(Started.jvm("sealed", Map.of(), ROOT, "/bin/sh", "sh", "-c",
        "cat \"$0\"; echo; sh -c 'cat \"$0\"' \"$0\"; ls /proc/self/fd | wc -l")), new byte[0]);
    // 0, 1, 2, the memory and the listing's own
    assertThat(started.text()).isEqualTo("sealed text\nsealed text5\n");
  }
}
