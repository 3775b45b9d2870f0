package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// A writer alternates a file between signed and changed content while a program loads it again and again: no changed byte
/// ever runs, whatever is read when.
class RacingWriterTest extends EnforcedApplication {
  static Stream<Arguments> races() {
    return SignedApplication.LINES.stream().flatMap(line -> Stream.of(
        Arguments.of(line, "10000", "require", "kinds/target.js"),
        Arguments.of(line, "1000", "import", "kinds/target.cjs"),
        Arguments.of(line, "1000", "import", "kinds/module.mjs"),
        Arguments.of(line, "200", "dlopen", "kinds/addon.node")));
  }

  @ParameterizedTest
  @MethodSource("races")
  void noChangedByteRuns(int line, String tries, String how, String name) throws Exception {
    Path file = application.file(name);
    byte[] signed = Files.readAllBytes(file);
    byte[] evil = application.evil(name);
    AtomicBoolean over = new AtomicBoolean();
    Thread writer = new Thread(() -> alternate(file, signed, evil, over));
    writer.start();
    try {
      Run run = application.node(line, enforced, "race.js", tries, how, name);
      assertThat(run.code()).as(run.all().substring(Math.max(0, run.all().length() - 2000))).isZero();
      assertThat(application.marker()).doesNotExist();
      String last = run.output().lines().reduce("", (before, text) -> text);
      JsonNode counts = Json.MAPPER.readTree(last);
      assertThat(counts.path("refused").asInt()).as("the writer was there: " + last).isPositive();
      assertThat(counts.path("loaded").asInt()).as("the signed content was too: " + last).isPositive();
    } finally {
      over.set(true);
      writer.join();
    }
  }

  private static void alternate(Path file, byte[] signed, byte[] evil, AtomicBoolean over) {
    Path draft = file.resolveSibling("draft");
    try {
      // of one length, so that a write in place leaves no mixture that is told by its size
      int length = Math.max(signed.length, evil.length);
      byte[] padded = Arrays.copyOf(evil, length);
      Arrays.fill(padded, evil.length, length, (byte) '\n');
      for (int i = 0; !over.get(); i++) {
        byte[] content = i % 2 == 0 ? padded : signed;
        if (i % 4 < 2) {
          // another file under the same name
          Files.write(draft, content);
          Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
          // the same file with other bytes, as a writer would do that holds it open
          try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.write(content);
            open.setLength(content.length);
          }
        }
        for (int pause = 0; pause < 200; pause++) {
          Thread.onSpinWait();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
