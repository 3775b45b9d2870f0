package dev.ambit.analyze.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampsTest {
  @TempDir private Path folder;

  @Test
  void unchangedFileKeepsItsDigest() throws IOException {
    Path file = file(Instant.now().minus(1, ChronoUnit.HOURS));
    remember(file);
    assertThat(stamps().digest(file)).isEqualTo("digest");
  }

  @Test
  void otherSizeTimeOrFileIsReadAgain() throws IOException {
    Instant hourAgo = Instant.now().minus(1, ChronoUnit.HOURS);
    Path file = file(hourAgo);
    remember(file);
    Files.setLastModifiedTime(file, FileTime.from(hourAgo.plusSeconds(1)));
    assertThat(stamps().digest(file)).isNull();
    Files.writeString(file, "longer than before");
    Files.setLastModifiedTime(file, FileTime.from(hourAgo));
    assertThat(stamps().digest(file)).isNull();
    assertThat(stamps().digest(folder.resolve("never-seen.js"))).isNull();
  }

  @Test
  void freshlyWrittenFileIsNotRemembered() throws IOException {
    Path file = file(Instant.now());
    remember(file);
    assertThat(stamps().digest(file)).isNull();
  }

  @Test
  void damagedFileIsNothingKnown() throws IOException {
    Path file = file(Instant.now().minus(1, ChronoUnit.HOURS));
    remember(file);
    try (var files = Files.walk(folder.resolve("cache"))) {
      for (Path kept : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(kept, "damaged");
      }
    }
    assertThat(stamps().digest(file)).isNull();
  }

  private void remember(Path file) throws IOException {
    Stamps stamps = stamps();
    stamps.remember(file, stamps.look(file), "digest");
    stamps.keep();
  }

  private Stamps stamps() {
    return Stamps.of(folder.resolve("cache"), folder);
  }

  private Path file(Instant modified) throws IOException {
    Path file = Files.writeString(folder.resolve("a.js"), "1");
    Files.setLastModifiedTime(file, FileTime.from(modified));
    return file;
  }
}
