package dev.ambit.integrity.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Detached signatures, both ways with openssl.
class OpensslTest {
  private static final Pki ROOT = Pki.root("Root");
  private static final Pki MIDDLE = ROOT.issue(Pki.Wish.authority("Middle"));
  private static final Pki RSA = MIDDLE.issue(Pki.Wish.signer("Rsa"), Pki.rsa(2048));
  private static final Pki EC = MIDDLE.issue(Pki.Wish.signer("Ec"));
  private static final byte[] POLICY = "{\"version\": 1}\r\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.write(folder.resolve("policy.json"), POLICY);
    Pki.pem(folder.resolve("ca.pem"), ROOT.certificate());
    Pki.pem(folder.resolve("middle.pem"), MIDDLE.certificate());
  }

  private static VerificationPolicy policy() {
    return VerificationPolicy.trusting(ROOT.anchor()).at(Pki.NOW);
  }

  private static Pki pki(String kind) {
    return kind.equals("RSA") ? RSA : EC;
  }

  @ParameterizedTest
  @CsvSource({"RSA,smime", "RSA,cms", "EC,smime", "EC,cms"})
  void opensslAcceptsOurs(String kind, String command) throws Exception {
    Path signature = folder.resolve("policy.json.p7s");
    SigningKey key = pki(kind).signingKey(folder.resolve("keys"));
    DetachedSignature.sign(folder.resolve("policy.json"), signature, key, Optional.empty(), Pki.NOW);
    String[] verify = {
      "openssl", command, "-verify", "-binary", "-inform", "DER", "-in", "policy.json.p7s", "-content", "policy.json",
      "-CAfile", "ca.pem", "-purpose", "any", "-attime", String.valueOf(Pki.NOW.getEpochSecond()), "-out", "out"
    };
    Tool.succeed(folder, verify);
    Files.writeString(folder.resolve("policy.json"), "{}");
    assertThat(Tool.run(folder, verify).code()).isNotZero();
  }

  private byte[] signedByOpenssl(Pki pki, String command, String... more) throws Exception {
    pki.signingKey(folder.resolve("keys"));
    Pki.pem(folder.resolve("signer.pem"), pki.certificate());
    List<String> sign =
        new ArrayList<>(
            List.of(
                "openssl", command, "-sign", "-binary", "-in", "policy.json", "-signer", "signer.pem", "-inkey",
                "keys/key.pem", "-certfile", "middle.pem", "-outform", "DER", "-out", "openssl.p7s"));
    sign.addAll(List.of(more));
    Tool.succeed(folder, sign.toArray(String[]::new));
    return Files.readAllBytes(folder.resolve("openssl.p7s"));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA,smime,", "RSA,cms,", "EC,smime,", "EC,cms,", "RSA,cms,-keyid", "RSA,cms,-nosmimecap", "RSA,smime,-md sha512",
    "EC,cms,-md sha384"
  })
  void weAcceptThoseOfOpenssl(String kind, String command, String more) throws Exception {
    String[] options = more == null ? new String[0] : more.split(" ");
    byte[] signature = signedByOpenssl(pki(kind), command, options);
    Verified verified = DetachedSignature.verify("openssl.p7s", POLICY, signature, policy());
    assertThat(verified.signer()).isEqualTo(pki(kind).certificate());
    String said = Tool.succeed(folder, "openssl", "x509", "-in", "signer.pem", "-noout", "-fingerprint", "-sha256");
    assertThat(said.replace(":", "").strip()).endsWithIgnoringCase(verified.fingerprint());
    assertThatThrownBy(() -> DetachedSignature.verify("openssl.p7s", new byte[0], signature, policy()))
        .isInstanceOf(VerificationException.ContentChanged.class);
  }

  @Test
  void noChangedByteOfOpensslsIsAccepted() throws Exception {
    byte[] good = signedByOpenssl(RSA, "cms", "-keyid");
    List<Integer> accepted = new ArrayList<>();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      try {
        DetachedSignature.verify("openssl.p7s", POLICY, bad, policy());
        accepted.add(i);
      } catch (VerificationException | FormatException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(accepted).isEmpty();
  }

  @Test
  void weRefuseWhatOpensslAccepts() throws Exception {
    byte[] sha1 = signedByOpenssl(RSA, "smime", "-md", "sha1");
    assertThatThrownBy(() -> DetachedSignature.verify("p7s", POLICY, sha1, policy()))
        .isInstanceOf(VerificationException.UnacceptableAlgorithm.class);
    byte[] bare = signedByOpenssl(RSA, "smime", "-noattr");
    assertThatThrownBy(() -> DetachedSignature.verify("p7s", POLICY, bare, policy()))
        .isInstanceOf(VerificationException.UnexpectedParts.class)
        .hasMessageContaining("no signed attributes");
    byte[] within = signedByOpenssl(RSA, "smime", "-nodetach");
    assertThatThrownBy(() -> DetachedSignature.verify("p7s", POLICY, within, policy()))
        .isInstanceOf(VerificationException.UnexpectedParts.class)
        .hasMessageContaining("sign detached");
    byte[] lonely = signedByOpenssl(RSA, "smime", "-nocerts");
    assertThatThrownBy(() -> DetachedSignature.verify("p7s", POLICY, lonely, policy()))
        .isInstanceOf(VerificationException.class);
    Pki server =
        MIDDLE.issue(Pki.Wish.signer("Server").only(KeyPurposeId.id_kp_serverAuth));
    Pki.pem(folder.resolve("signer.pem"), server.certificate());
    Pki.pem(folder.resolve("server.key"), server.keys().getPrivate());
    Tool.succeed(
        folder, "openssl", "smime", "-sign", "-binary", "-in", "policy.json", "-signer", "signer.pem", "-inkey",
        "server.key", "-certfile", "middle.pem", "-outform", "DER", "-out", "server.p7s");
    byte[] wrong = Files.readAllBytes(folder.resolve("server.p7s"));
    assertThatThrownBy(() -> DetachedSignature.verify("p7s", POLICY, wrong, policy()))
        .isInstanceOf(VerificationException.WrongPurpose.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-traditional", "-aes256 -passout pass:secret -traditional", "", "-aes256 -passout pass:secret"})
  void keysInEveryFormOfPemAreRead(String options) throws Exception {
    for (Pki pki : List.of(RSA, EC)) {
      pki.signingKey(folder.resolve("keys"));
      List<String> convert = new ArrayList<>(List.of("openssl", "pkey", "-in", "keys/key.pem", "-out", "key.pem"));
      convert.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
      Tool.succeed(folder, convert.toArray(String[]::new));
      Path key = folder.resolve("key.pem");
      List<Path> certificates = List.of(folder.resolve("keys/cert.pem"));
      boolean encrypted = options.contains("pass");
      Optional<char[]> password = encrypted ? Optional.of("secret".toCharArray()) : Optional.empty();
      assertThat(SigningKey.fromPem(key, certificates, password).chain().getFirst()).isEqualTo(pki.certificate());
      if (encrypted) {
        assertThatThrownBy(() -> SigningKey.fromPem(key, certificates, Optional.empty()))
            .isInstanceOf(SigningException.class)
            .hasMessageContaining("needs its password");
        assertThatThrownBy(() -> SigningKey.fromPem(key, certificates, Optional.of("wrong".toCharArray())))
            .isInstanceOf(SigningException.class)
            .hasMessageContaining("wrong password");
      }
    }
  }

  @Test
  void pkcs12FilesOfOpensslAreRead() throws Exception {
    RSA.signingKey(folder.resolve("keys"));
    Tool.succeed(
        folder, "openssl", "pkcs12", "-export", "-inkey", "keys/key.pem", "-in", "keys/cert.pem", "-passout",
        "pass:secret", "-out", "key.p12");
    Path file = folder.resolve("key.p12");
    assertThat(SigningKey.fromPkcs12(file, "secret".toCharArray()).chain()).isEqualTo(RSA.chain());
    assertThatThrownBy(() -> SigningKey.fromPkcs12(file, "wrong".toCharArray()))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("wrong password");
    assertThatThrownBy(() -> SigningKey.fromPkcs12(folder.resolve("ca.pem"), new char[0]))
        .isInstanceOf(SigningException.class);
  }

  @Test
  void signaturesInPemAreNamedAsNone() {
    byte[] pem = "-----BEGIN PKCS7-----\n".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> DetachedSignature.verify("policy.json.p7s", POLICY, pem, policy()))
        .isInstanceOf(FormatException.class);
  }
}
