package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.cli.launch.PreparedGuard.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PreparedGuardTest {
  @TempDir private Path guard;
  private Path source = Path.of("");
  private Path prepared = Path.of("");

  @BeforeEach
  void install() throws Exception {
    Files.createDirectories(guard.resolve("src"));
    Files.createDirectories(guard.resolve("cache"));
    for (String name : new String[] {"boot.cjs", "start.cjs", "integrity-boot.cjs", "integrity-start.cjs"}) {
      Files.writeString(guard.resolve("src").resolve(name), "");
    }
    source = Files.writeString(guard.resolve("src/links.cjs"), "");
    tick();
    prepared = Files.writeString(guard.resolve("cache/v24.0.0-linux-x64"), "of these sources");
  }

  /// File systems count time in steps.
  private void tick() throws Exception {
    Path probe = guard.resolve("probe");
    FileTime before = (FileTime) Files.getAttribute(guard.resolve("src/links.cjs"), "unix:ctime");
    do {
      Files.writeString(probe, "x");
      Thread.onSpinWait();
    } while (((FileTime) Files.getAttribute(probe, "unix:ctime")).compareTo(before) <= 0);
    Files.delete(probe);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatWasMadeOfTheseSourcesIsUsed(Kind kind) {
    assertThat(PreparedGuard.entry(guard, kind).toString()).endsWith("boot.cjs");
    assertThat(prepared).exists();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void afterAChangeTheSourcesRunAndNotWhatWasMadeOfTheOldOnes(Kind kind) throws Exception {
    Files.delete(prepared);
    Files.writeString(prepared, "of the old sources");
    Files.writeString(source, "// mended");
    // as an archive does
    Files.setLastModifiedTime(source, FileTime.fromMillis(0));
    assertThat(PreparedGuard.entry(guard, kind).toString()).endsWith("start.cjs");
  }

  @Test
  void whatWasMadeOfOldSourcesIsTakenAway() throws Exception {
    Files.writeString(source, "// mended");
    NodeVersion version = NodeVersion.parse("v24.0.0").orElseThrow();
    new PreparedGuard(guard, Kind.CONTAINMENT, new Node(Path.of("/nowhere"), version)).prepare(Map.of());
    assertThat(prepared).doesNotExist();
    assertThat(PreparedGuard.entry(guard, Kind.CONTAINMENT).toString()).endsWith("boot.cjs");
  }
}
