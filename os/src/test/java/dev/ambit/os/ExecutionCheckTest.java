package dev.ambit.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.os.ExecutionCheck.Answer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Needs Linux 6.14.
@SuppressWarnings("NullAway.Init")
final class ExecutionCheckTest {
  @TempDir private Path folder;
  private ExecutionCheck check;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    check = ExecutionCheck.open().orElseThrow(() -> new AssertionError("this kernel is older than Linux 6.14"));
    file = Files.writeString(folder.resolve("a ü.js"), "1");
  }

  @AfterEach
  void close() {
    check.close();
  }

  private void mode(String mode) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--", "r--------", "rw-rw-rw-"})
  void aFileThatMayNotBeExecutedIsRefused(String mode) throws Exception {
    mode(mode);
    assertThat(check.check(file)).isEqualTo(new Answer.Refused(13, "permission denied"));
  }

  @Test
  void anExecutableFilePassesWithItsIdentity() throws Exception {
    mode("rwxr-xr-x");
    assertThat(check.check(file)).isEqualTo(new Answer.Passed(new FileIdentity(
        (Long) Files.getAttribute(file, "unix:dev"), (Long) Files.getAttribute(file, "unix:ino"),
        nanoseconds(file), 1)));
  }

  private static long nanoseconds(Path file) throws Exception {
    var time = ((java.nio.file.attribute.FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  @Test
  void aFileThatIsBeingWrittenIsRefused() throws Exception {
    mode("rwxr-xr-x");
    try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(writer.isOpen()).isTrue();
      assertThat(check.check(file)).isEqualTo(new Answer.Refused(26, "text file busy"));
    }
    assertThat(check.check(file)).isInstanceOf(Answer.Passed.class);
  }

  @Test
  void aWriteInPlaceChangesTheIdentity() throws Exception {
    mode("rwxr-xr-x");
    Answer before = check.check(file);
    Files.writeString(file, "2");
    assertThat(check.check(file)).isInstanceOf(Answer.Passed.class).isNotEqualTo(before);
  }

  @Test
  void whatIsNoFileIsRefused() {
    assertThat(check.check(folder)).isEqualTo(new Answer.Refused(13, "permission denied"));
    assertThat(check.check(Path.of("/dev/null"))).isEqualTo(new Answer.Refused(13, "permission denied"));
    assertThat(check.check(folder.resolve("gone"))).isEqualTo(new Answer.Refused(2, "no such file or directory"));
    assertThat(check.check(Path.of("/" + "x/".repeat(3000)))).isInstanceOf(Answer.Refused.class);
  }
}
