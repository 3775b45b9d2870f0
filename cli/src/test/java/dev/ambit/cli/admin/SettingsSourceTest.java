package dev.ambit.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.cli.launch.IntegrityDemand.FileRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The user who runs the tests is the administrator here, and what lies above the temporary folder is not looked at.
@SuppressWarnings("NullAway.Init")
final class SettingsSourceTest {
  @TempDir private Path temporary;
  private Path above;
  private Path folder;
  private Path file;
  private Path trust;

  @BeforeEach
  void create() throws IOException {
    above = Files.createDirectory(temporary.toRealPath().resolve("etc"));
    folder = Files.createDirectory(above.resolve("ambit"));
    mode(above, "rwxr-xr-x");
    mode(folder, "rwxr-xr-x");
    trust = Files.writeString(folder.resolve("ca.pem"), "");
    file = Files.writeString(folder.resolve("admin.json"), "{\"version\": 1, \"codeIntegrity\": \"enforce\", \"trust\": [\"" + trust + "\"]}");
    mode(trust, "rw-r--r--");
    mode(file, "rw-r--r--");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private AdminSource.SettingsFile source(int more) throws IOException {
    int user = (Integer) Files.getAttribute(temporary, "unix:uid");
    return new AdminSource.SettingsFile(file, new Protection(user + more, above));
  }

  private void refused(String reason) throws IOException {
    AdminSource source = source(0);
    assertThatThrownBy(source::read).isInstanceOf(AdminPolicyException.class).hasMessageContaining(reason);
  }

  @Test
  void aProtectedFileIsObeyed() throws Exception {
    AdminPolicy policy = source(0).read();
    assertThat(policy.integrity().files()).isEqualTo(FileRule.ENFORCE);
    assertThat(policy.sources()).containsExactly(file.toString());
  }

  @Test
  void withoutTheFolderNothingIsAsked() throws Exception {
    Files.delete(file);
    assertThat(source(0).read()).isEqualTo(AdminPolicy.NONE);
    Files.delete(trust);
    Files.delete(folder);
    assertThat(source(0).read()).isEqualTo(AdminPolicy.NONE);
  }

  @Test
  void aFileOfSomebodyElseIsRefused() throws Exception {
    AdminSource source = source(1);
    assertThatThrownBy(source::read)
        .isInstanceOf(AdminPolicyException.class)
        .hasMessageContaining("not to the administrator").hasMessageContaining("sudo chown root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-", "rwxrwxrwx"})
  void aFileThatOthersCanWriteIsRefused(String mode) throws Exception {
    mode(file, mode);
    refused("`" + file + "` can be written by others; sudo chmod go-w " + file);
  }

  @Test
  void aFolderThatOthersCanWriteIsRefused() throws Exception {
    mode(folder, "rwxrwxr-x");
    refused("`" + folder + "` can be written by others");
  }

  @Test
  void aFolderAboveThatOthersCanWriteIsRefused() throws Exception {
    mode(above, "rwxrwxrwx");
    refused("`" + above + "` can be written by others");
  }

  @Test
  void aFolderThatOthersCanWriteIsRefusedAlsoWhenTheFileIsGone() throws Exception {
    Files.delete(file);
    mode(folder, "rwxr-xrwx");
    refused("`" + folder + "` can be written by others");
  }

  @Test
  void aTrustedCertificateThatOthersCanWriteIsRefused() throws Exception {
    mode(trust, "rw-rw-rw-");
    refused("`" + trust + "` can be written by others");
  }

  @Test
  void aTrustedCertificateThatIsMissingIsRefused() throws Exception {
    Files.delete(trust);
    refused("`" + trust + "` cannot be examined: it does not exist");
  }

  @Test
  void aLinkToWhereOthersCanWriteIsRefused() throws Exception {
    Path elsewhere = Files.createDirectory(above.resolve("elsewhere"));
    mode(elsewhere, "rwxrwxrwx");
    Path real = Files.move(file, elsewhere.resolve("real.json"));
    Files.createSymbolicLink(file, real);
    refused("`" + elsewhere + "` can be written by others");
  }

  @Test
  void aLinkThatLeadsNowhereIsRefused() throws Exception {
    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve("gone"));
    refused("cannot be examined");
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() throws Exception {
    Files.delete(file);
    Files.createDirectory(file);
    mode(file, "rwxr-xr-x");
    refused("is no file");
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws Exception {
    Files.delete(file);
    Files.delete(trust);
    Files.delete(folder);
    Files.writeString(folder, "");
    mode(folder, "rw-r--r--");
    refused("`" + folder + "` is no folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"version\": 1, \"codeIntegrty\": \"enforce\"}", "{\"version\": 2}",
    "{\"version\": 1, \"mode\": \"enforce\", \"mode\": \"observe\"}", "\u0000"})
  void aMalformedFileIsRefused(String text) throws Exception {
    Files.writeString(file, text);
    refused(file.toString());
  }

  @Test
  void aHugeFileIsRefused() throws Exception {
    Files.writeString(file, " ".repeat(2 << 20));
    refused("larger than 1 MiB");
  }
}
