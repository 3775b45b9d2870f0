package dev.ambit.integrity.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogCreation;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.catalog.Progress;
import dev.ambit.integrity.format.CatalogFile;
import dev.ambit.integrity.signature.VerificationException.FilesDiffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogSignatureTest {
  private static final Pki ROOT = Pki.root("Root");
  private static final Pki MIDDLE = ROOT.issue(Pki.Wish.authority("Middle"));
  private static final Pki SIGNER = MIDDLE.issue(Pki.Wish.signer("Signer"));
  private static final Pki CLOCK = ROOT.issue(Pki.Wish.clock("Clock"));

  @TempDir Path folder;
  private Path root = Path.of("");

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(root.resolve("a.js"), "one");
    Files.writeString(root.resolve("b.js"), "two");
  }

  private static VerificationPolicy policy() {
    return VerificationPolicy.trusting(ROOT.anchor()).at(Pki.NOW);
  }

  private Path catalog(CatalogFormat format) throws IOException {
    Path file = folder.resolve("catalog." + format.word());
    Catalog catalog = CatalogCreation.of(root, format, Set.of(), Excludes.NONE, Progress.NONE).catalog();
    CatalogFile.write(file, catalog, Pki.NOW);
    return file;
  }

  private Path signed(CatalogFormat format, Pki signer) throws IOException, SigningException {
    Path file = catalog(format);
    new CatalogSigner(signer.signingKey(folder.resolve("keys")), Optional.empty()).sign(file, Pki.NOW);
    return file;
  }

  private void assertRefused(Path file, VerificationPolicy policy, Class<?> type, String message) {
    assertThatThrownBy(() -> new CatalogVerifier(policy).verify(file)).isInstanceOf(type).hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource
  void signedCatalogVerifiesWithItsFiles(CatalogFormat format) throws Exception {
    Path file = signed(format, SIGNER);
    CatalogVerifier verifier = new CatalogVerifier(policy().acceptingSha1Members());
    CatalogVerifier.VerifiedCatalog verified = verifier.verifyFiles(file, root, Excludes.NONE, Progress.NONE);
    assertThat(verified.signature().subject()).contains("CN=Signer");
    assertThat(verified.signature().timeStamp()).isEmpty();
    assertThat(verified.catalog().members().keySet()).containsExactly("a.js", "b.js");
  }

  @ParameterizedTest
  @EnumSource
  void filesThatDifferAreListed(CatalogFormat format) throws Exception {
    Path file = signed(format, SIGNER);
    Files.writeString(root.resolve("a.js"), "bad");
    Files.move(root.resolve("b.js"), root.resolve("c.js"));
    CatalogVerifier verifier = new CatalogVerifier(policy().acceptingSha1Members());
    assertThatThrownBy(() -> verifier.verifyFiles(file, root, Excludes.NONE, Progress.NONE))
        .isInstanceOfSatisfying(
            FilesDiffer.class,
            e ->
                assertThat(e.findings())
                    .extracting(Finding::id)
                    .containsExactly("changed-file", "missing-file", "extra-file"));
  }

  @Test
  void sha1CatalogIsRefusedUnlessAskedFor() throws Exception {
    assertRefused(
        signed(CatalogFormat.CAT1, SIGNER),
        policy(),
        VerificationException.UnacceptableAlgorithm.class,
        "knows its files by SHA-1 only");
  }

  @ParameterizedTest
  @EnumSource
  void unsignedCatalogIsRefused(CatalogFormat format) throws Exception {
    assertRefused(catalog(format), policy(), VerificationException.NotSigned.class, "is not signed");
  }

  /// Signs with a time-stamp, so that every kind of part is there, and changes every byte.
  @ParameterizedTest
  @EnumSource(names = {"JSON", "CAT2"})
  void noChangedByteIsEverAccepted(CatalogFormat format) throws Exception {
    Path file = catalog(format);
    TimeStampAuthority clock = new LocalClock(CLOCK, Pki.NOW);
    SigningKey key = SIGNER.signingKey(folder.resolve("keys"));
    Path signature = new CatalogSigner(key, Optional.of(clock)).sign(file, Pki.NOW);
    CatalogVerifier verifier = new CatalogVerifier(policy());
    assertThat(verifier.verify(file).signature().timeStamp()).contains(Pki.NOW);

    byte[] catalog = Files.readAllBytes(file);
    byte[] good = Files.readAllBytes(signature);
    Queue<String> accepted = new ConcurrentLinkedQueue<>();
    IntStream.range(0, good.length)
        .parallel()
        .forEach(
            i -> {
              for (int flip : new int[] {1 << (i & 7), 0xff}) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) flip;
                if (accepts(verifier, format, catalog, bad)) {
                  accepted.add(i + "^" + flip);
                }
              }
              if (accepts(verifier, format, catalog, Arrays.copyOf(good, i))) {
                accepted.add("first " + i);
              }
            });
    if (accepts(verifier, format, catalog, Arrays.copyOf(good, good.length + 1))) {
      accepted.add("tail");
    }
    for (int i = 0; format == CatalogFormat.JSON && i < catalog.length; i++) {
      byte[] bad = catalog.clone();
      bad[i] ^= (byte) (1 << (i & 7));
      if (accepts(verifier, format, bad, good)) {
        accepted.add("catalog " + i);
      }
    }
    assertThat(accepted).isEmpty();
  }

  private static boolean accepts(CatalogVerifier verifier, CatalogFormat format, byte[] catalog, byte[] signature) {
    try {
      if (format == CatalogFormat.JSON) {
        verifier.verifyJson("c.json", catalog, "c.json.p7s", signature);
      } else {
        verifier.verifyWindows("c.cat", signature);
      }
      return true;
    } catch (VerificationException | FormatException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  @Test
  void changedContentWithTheOldSignatureIsRefused() throws Exception {
    Path file = signed(CatalogFormat.JSON, SIGNER);
    Files.writeString(file, Files.readString(file).replace("a.js", "A.js"));
    assertRefused(file, policy(), VerificationException.ContentChanged.class, "has been changed since");
  }

  @Test
  void signatureOfAnotherCatalogIsRefused() throws Exception {
    Path file = signed(CatalogFormat.JSON, SIGNER);
    Path other = folder.resolve("other.json");
    Files.writeString(other, Files.readString(file).replace("\"size\": 3", "\"size\": 4"));
    Files.copy(DetachedSignature.beside(file), DetachedSignature.beside(other));
    assertRefused(other, policy(), VerificationException.ContentChanged.class, "has been changed since");
  }

  @Test
  void catalogSignatureDoesNotSignAPolicyAndViceVersa() throws Exception {
    byte[] cat = Files.readAllBytes(signed(CatalogFormat.CAT2, SIGNER));
    assertThatThrownBy(() -> DetachedSignature.verify("p7s", new byte[0], cat, policy()))
        .isInstanceOf(VerificationException.UnexpectedParts.class);
    byte[] detached = Files.readAllBytes(DetachedSignature.beside(signed(CatalogFormat.JSON, SIGNER)));
    assertThatThrownBy(() -> new CatalogVerifier(policy()).verifyWindows("x.cat", detached))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void strangersAreRefused() throws Exception {
    Path file = signed(CatalogFormat.CAT2, SIGNER);
    VerificationPolicy others = VerificationPolicy.trusting(Pki.root("Root").anchor()).at(Pki.NOW);
    assertRefused(file, others, VerificationException.NotTrusted.class, "no chain leads from");
  }

  @Test
  void chainWithoutItsMiddleIsRefused() throws Exception {
    Pki alone = new Pki(SIGNER.certificate(), SIGNER.keys(), null);
    assertRefused(
        signed(CatalogFormat.CAT2, alone), policy(), VerificationException.NotTrusted.class, "is not there; add it");
  }

  @Test
  void signerThatIsNoAuthorityCannotCertify() throws Exception {
    Pki forged = SIGNER.issue(Pki.Wish.signer("Forged"));
    assertRefused(signed(CatalogFormat.CAT2, forged), policy(), VerificationException.NotTrusted.class, "not valid");
    VerificationPolicy onlySigner = VerificationPolicy.trusting(SIGNER.anchor()).at(Pki.NOW);
    Path file = signed(CatalogFormat.CAT2, new Pki(forged.certificate(), forged.keys(), null));
    assertRefused(file, onlySigner, VerificationException.NotTrusted.class, "");
  }

  @Test
  void chainLongerThanItsAnchorAllowsIsRefused() throws Exception {
    Pki anchor = Pki.root(Pki.Wish.authority("Strict").below(0));
    VerificationPolicy strict = VerificationPolicy.trusting(anchor.anchor()).at(Pki.NOW);
    Path direct = signed(CatalogFormat.CAT2, anchor.issue(Pki.Wish.signer("Direct")));
    assertThat(new CatalogVerifier(strict).verify(direct).signature().subject()).contains("CN=Direct");
    Pki below = anchor.issue(Pki.Wish.authority("Below")).issue(Pki.Wish.signer("Far"));
    assertRefused(
        signed(CatalogFormat.CAT2, below), strict, VerificationException.NotTrusted.class, "allows no chain of 2");
  }

  @Test
  void signerPinnedAsAnchorIsTrustedForItself() throws Exception {
    Path file = signed(CatalogFormat.CAT2, new Pki(SIGNER.certificate(), SIGNER.keys(), null));
    VerificationPolicy pinned = VerificationPolicy.trusting(SIGNER.anchor()).at(Pki.NOW);
    assertThat(new CatalogVerifier(pinned).verify(file).signature().subject()).contains("CN=Signer");
  }

  @Test
  void expiredAndNotYetValidCertificatesAreRefused() throws Exception {
    Path file = signed(CatalogFormat.CAT2, SIGNER);
    assertRefused(file, policy().at(Pki.LATER), VerificationException.OutOfDate.class, "is valid from");
    assertRefused(
        file, policy().at(Pki.FROM.minusSeconds(1)), VerificationException.OutOfDate.class, "is valid from");
    Pki shortLived = ROOT.issue(Pki.Wish.authority("Short").until(Pki.FROM.plusSeconds(10)));
    Pki signer = shortLived.issue(Pki.Wish.signer("Below"));
    assertRefused(
        signed(CatalogFormat.CAT2, signer), policy(), VerificationException.OutOfDate.class, "CN=Short");
  }

  @Test
  void certificatesForOtherPurposesAreRefused() throws Exception {
    for (Pki.Wish wish :
        List.of(
            Pki.Wish.signer("Server").only(KeyPurposeId.id_kp_serverAuth),
            Pki.Wish.signer("Any").only(KeyPurposeId.anyExtendedKeyUsage),
            Pki.Wish.signer("None").only())) {
      Pki signer = ROOT.issue(wish);
      assertThatThrownBy(() -> signer.signingKey(folder.resolve("keys")))
          .isInstanceOf(SigningException.class)
          .hasMessageContaining("is not for code signing");
    }
    Pki mail = ROOT.issue(Pki.Wish.authority("Mail").only(KeyPurposeId.id_kp_emailProtection));
    Pki signer = mail.issue(Pki.Wish.signer("Below mail"));
    assertRefused(
        signed(CatalogFormat.CAT2, signer), policy(), VerificationException.WrongPurpose.class, "CN=Mail");
  }

  @Test
  void certificateSignedWithSha1IsRefused() throws Exception {
    Pki old = ROOT.issue(Pki.Wish.signer("Old").hash("SHA1"));
    assertRefused(
        signed(CatalogFormat.CAT2, old), policy(), VerificationException.UnacceptableAlgorithm.class, "SHA1withECDSA");
  }

  @Test
  void shortRsaKeyIsRefused() {
    Pki weak = ROOT.issue(Pki.Wish.signer("Weak"), Pki.rsa(1024));
    assertThatThrownBy(() -> weak.signingKey(folder.resolve("keys")))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("neither RSA of 2048 bits nor EC of 256");
  }

  @Test
  void certificatesThatNobodyNeedsAreRefused() throws Exception {
    Pki other = ROOT.issue(Pki.Wish.signer("Other"));
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Pki.pem(keys.resolve("key.pem"), SIGNER.keys().getPrivate());
    Pki.pem(keys.resolve("cert.pem"), SIGNER.certificate(), other.certificate());
    assertThatThrownBy(
            () -> SigningKey.fromPem(keys.resolve("key.pem"), List.of(keys.resolve("cert.pem")), Optional.empty()))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("is not part of the chain");
  }

  @Test
  void signedCatalogIsNotSignedAgain() throws Exception {
    Path file = signed(CatalogFormat.CAT2, SIGNER);
    byte[] before = Files.readAllBytes(file);
    CatalogSigner signer = new CatalogSigner(SIGNER.signingKey(folder.resolve("keys")), Optional.empty());
    assertThatThrownBy(() -> signer.sign(file, Pki.NOW))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("is signed already");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void whatIsNoCatalogIsNotSigned() throws Exception {
    Path file = Files.writeString(folder.resolve("x.json"), "{}");
    CatalogSigner signer = new CatalogSigner(SIGNER.signingKey(folder.resolve("keys")), Optional.empty());
    assertThatThrownBy(() -> signer.sign(file, Pki.NOW)).isInstanceOf(FormatException.class);
    assertThat(DetachedSignature.beside(file)).doesNotExist();
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Pki.pem(keys.resolve("key.pem"), ROOT.keys().getPrivate());
    Pki.pem(keys.resolve("cert.pem"), SIGNER.certificate());
    assertThatThrownBy(
            () -> SigningKey.fromPem(keys.resolve("key.pem"), List.of(keys.resolve("cert.pem")), Optional.empty()))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("the key is not that of certificate");
  }

  @Test
  void anchorsMustBeCertificates() throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), "nothing");
    assertThatThrownBy(() -> TrustAnchors.read(List.of(file))).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> TrustAnchors.read(List.of())).isInstanceOf(IllegalArgumentException.class);
    Pki.pem(file, ROOT.certificate(), MIDDLE.certificate());
    assertThat(TrustAnchors.read(List.of(file)).certificates())
        .containsExactly(ROOT.certificate(), MIDDLE.certificate());
  }
}
