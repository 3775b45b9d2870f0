package dev.ambit.integrity.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.Programs;
import dev.ambit.integrity.Tool;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogCreation;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.catalog.FileHash;
import dev.ambit.integrity.catalog.Member;
import dev.ambit.integrity.catalog.Progress;
import dev.ambit.integrity.format.CatalogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Windows catalogs, held against an independent implementation. Only Windows itself could say more.
class OsslsigncodeTest {
  private static final Pki ROOT = Pki.root("Root");
  private static final Pki RSA = ROOT.issue(Pki.Wish.signer("Rsa"), Pki.rsa(2048));
  private static final Pki EC = ROOT.issue(Pki.Wish.signer("Ec"));

  @TempDir Path folder;
  private Path root = Path.of("");

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(root.resolve("a.js"), "one");
    Files.writeString(root.resolve("empty.js"), "");
    Files.write(root.resolve("addon.node"), Programs.library("addon", 0));
    Files.write(root.resolve("odd.node"), Programs.library("odd", 5));
    Pki.pem(folder.resolve("ca.pem"), ROOT.certificate());
  }

  private Path signed(CatalogFormat format, Pki signer, Optional<TimeStampAuthority> clock)
      throws IOException, SigningException {
    Path file = folder.resolve("x.cat");
    Catalog catalog = CatalogCreation.of(root, format, Set.of(), Excludes.NONE, Progress.NONE).catalog();
    CatalogFile.write(file, catalog, Pki.NOW);
    new CatalogSigner(signer.signingKey(folder.resolve("keys")), clock).sign(file, Pki.NOW);
    return file;
  }

  private Tool.Result osslsigncode(String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("osslsigncode", "verify", "-CAfile", "ca.pem"));
    command.addAll(List.of("-TSA-CAfile", "ca.pem", "-time", String.valueOf(Pki.NOW.getEpochSecond())));
    command.addAll(List.of(more));
    return Tool.run(folder, command.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"CAT1,RSA", "CAT2,RSA", "CAT1,EC", "CAT2,EC"})
  void acceptsOurSignature(CatalogFormat format, String kind) throws Exception {
    signed(format, kind.equals("RSA") ? RSA : EC, Optional.empty());
    Tool.Result result = osslsigncode("-in", "x.cat");
    assertThat(result.output()).contains("Signature verification: ok");
    assertThat(result.code()).isZero();
  }

  @Test
  void acceptsOurTimeStamp() throws Exception {
    Pki clock = ROOT.issue(Pki.Wish.clock("Clock"), Pki.rsa(2048));
    signed(CatalogFormat.CAT2, RSA, Optional.of(new LocalClock(clock, Pki.NOW)));
    Tool.Result result = osslsigncode("-in", "x.cat");
    assertThat(result.output())
        .contains("Signature verification: ok")
        // the words before it differ between 2.5 and 2.9
        .containsPattern("(?i)timestamp[a-z ]*: Jun  1 00:00:00 2026 GMT")
        .contains("Timestamp Server Signature verification: ok");
    assertThat(result.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"CAT1,addon.node", "CAT2,addon.node", "CAT2,odd.node"})
  void findsProgramsByTheHashThatWeWrote(CatalogFormat format, String file) throws Exception {
    signed(format, RSA, Optional.empty());
    Tool.Result listed = osslsigncode("-catalog", "x.cat", "-in", "root/" + file);
    assertThat(listed.output()).contains("Signature verification: ok");
    assertThat(listed.code()).isZero();
    Files.write(root.resolve(file), Programs.library("other", 0));
    assertThat(osslsigncode("-catalog", "x.cat", "-in", "root/" + file).code()).isNotZero();
  }

  /// What signing a program adds to it must not count, and nothing else may be left out.
  @Test
  void programKeepsItsHashWhenItIsSigned() throws Exception {
    Path addon = root.resolve("addon.node");
    RSA.signingKey(folder.resolve("keys"));
    Tool.succeed(
        folder, "osslsigncode", "sign", "-certs", "keys/cert.pem", "-key", "keys/key.pem", "-h", "sha256", "-in",
        "root/addon.node", "-out", "root/signed.node");
    Set<DigestAlgorithm> sha256 = EnumSet.of(DigestAlgorithm.SHA256);
    Path withSignature = root.resolve("signed.node");
    assertThat(FileHash.of("x", withSignature, sha256, true).coverage()).isEqualTo(Coverage.AUTHENTICODE);
    assertThat(FileHash.of("x", withSignature, sha256, true).digests())
        .isEqualTo(FileHash.of("x", addon, sha256, true).digests());
    assertThat(FileHash.of("x", withSignature, sha256, false).digests())
        .isNotEqualTo(FileHash.of("x", addon, sha256, false).digests());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 8})
  void programWithBytesAroundItsCertificateTableIsHashedWhole(int more) throws Exception {
    byte[] table = Programs.withTable(Programs.library("addon", 0), 16);
    Path file = Files.write(root.resolve("x.node"), Arrays.copyOf(table, table.length + more));
    assertThat(FileHash.of("x", file, EnumSet.of(DigestAlgorithm.SHA256), true).coverage()).isEqualTo(Coverage.FLAT);
    Files.write(file, table);
    assertThat(FileHash.of("x", file, EnumSet.of(DigestAlgorithm.SHA256), true).coverage())
        .isEqualTo(Coverage.AUTHENTICODE);
  }

  @Test
  void everyByteOfAProgramCountsButChecksumAndTable() throws Exception {
    byte[] good = Programs.library("addon", 3);
    Path file = root.resolve("x.node");
    Files.write(file, good);
    Set<DigestAlgorithm> sha256 = EnumSet.of(DigestAlgorithm.SHA256);
    Member before = FileHash.of("x", file, sha256, true);
    int same = 0;
    for (int i = 0; i < good.length; i += i < 0x200 ? 1 : 37) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      Member after = FileHash.of("x", file, sha256, true);
      same += after.coverage() == before.coverage() && after.digests().equals(before.digests()) ? 1 : 0;
    }
    // the checksum's four bytes; a directory entry that names no real table makes the file flat
    assertThat(same).isEqualTo(4);
  }

  /// Things that osslsigncode lets pass.
  @Test
  void weAreStricter() throws Exception {
    Path file = signed(CatalogFormat.CAT2, RSA, Optional.empty());
    byte[] good = Files.readAllBytes(file);
    CatalogVerifier verifier = new CatalogVerifier(VerificationPolicy.trusting(ROOT.anchor()).at(Pki.NOW));
    assertThat(verifier.verify(file).signature().signer()).isEqualTo(RSA.certificate());
    Files.write(file, Arrays.copyOf(good, good.length + 3));
    assertThat(osslsigncode("-in", "x.cat").code()).isZero();
    assertThatThrownBy(() -> verifier.verify(file)).isInstanceOf(FormatException.class);
    Files.write(file, good);
    Files.move(root.resolve("addon.node"), root.resolve("renamed.node"));
    assertThat(osslsigncode("-catalog", "x.cat", "-in", "root/renamed.node").code()).isZero();
    assertThatThrownBy(() -> verifier.verifyFiles(file, root, Excludes.NONE, Progress.NONE))
        .isInstanceOf(VerificationException.FilesDiffer.class)
        .hasMessageContaining("so it was renamed or copied");
  }
}
