package dev.ambit.integrity.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.integrity.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys on a PKCS#11 token, which SoftHSM plays.
class TokenTest {
  private static final String PIN = "1234";
  private static final Pki ROOT = Pki.root("Root");

  @TempDir private static Path folder;
  private static Path configuration = Path.of("");

  /// The library finds its tokens by the environment of its process, which the build sets.
  @BeforeAll
  static void token() throws Exception {
    Path tokens = Files.createDirectories(folder.resolve("tokens"));
    String settings = System.getenv("SOFTHSM2_CONF");
    assertThat(settings).as("SOFTHSM2_CONF; run the tests with mvn").isNotNull();
    Files.writeString(Path.of(settings), "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
    Tool.succeed(folder, "softhsm2-util", "--init-token", "--free", "--label", "ambit", "--pin", PIN, "--so-pin", "5678");
    configuration =
        Files.writeString(folder.resolve("token.cfg"), "name = SoftHSM\nlibrary = " + library() + "\nslotListIndex = 0\n");
    store("rsa", Pki.rsa(2048));
    store("ec", Pki.ec());
  }

  /// A process logs in to a token once, and then every PIN would do.
  @AfterEach
  void logOut() throws LoginException {
    ((AuthProvider) Security.getProvider("SunPKCS11").configure(configuration.toString())).logout();
  }

  private static Path library() throws IOException {
    try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 4, (p, a) -> p.endsWith("libsofthsm2.so"))) {
      return files.findFirst().orElseThrow(() -> new IOException("no libsofthsm2.so; apt-get install -y softhsm2"));
    }
  }

  private static void store(String label, KeyPair keys) throws Exception {
    Pki signer = ROOT.issue(Pki.Wish.signer("Token " + label), keys);
    Provider device = Security.getProvider("SunPKCS11").configure(configuration.toString());
    KeyStore store = KeyStore.getInstance("PKCS11", device);
    store.load(null, PIN.toCharArray());
    store.setKeyEntry(label, keys.getPrivate(), null, new X509Certificate[] {signer.certificate()});
    ((AuthProvider) device).logout();
  }

  @Test
  void signaturesOfTheTokenVerifyHereAndWithOpenssl() throws Exception {
    Pki.pem(folder.resolve("root.pem"), ROOT.certificate());
    for (String label : List.of("rsa", "ec")) {
      SigningKey key = SigningKey.fromToken(configuration, Optional.of(label), PIN.toCharArray());
      byte[] content = ("signed by " + label).getBytes(StandardCharsets.UTF_8);
      byte[] signature = DetachedSignature.sign(content, key, Optional.empty(), Pki.NOW);
      Verified verified =
          DetachedSignature.verify("x.p7s", content, signature, VerificationPolicy.trusting(ROOT.anchor()).at(Pki.NOW));
      assertThat(verified.subject()).contains("CN=Token " + label);
      Files.write(folder.resolve("content"), content);
      Files.write(folder.resolve("x.p7s"), signature);
      Tool.succeed(
          folder, "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "x.p7s", "-content", "content", "-CAfile",
          "root.pem", "-purpose", "any", "-attime", String.valueOf(Pki.NOW.getEpochSecond()), "-out", "out");
    }
  }

  @Test
  void wrongPinLabelAndLibraryAreNamed() throws Exception {
    assertThatThrownBy(() -> SigningKey.fromToken(configuration, Optional.of("rsa"), "0000".toCharArray()))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("wrong PIN");
    assertThatThrownBy(() -> SigningKey.fromToken(configuration, Optional.of("none"), PIN.toCharArray()))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("holds 0 keys named `none`");
    assertThatThrownBy(() -> SigningKey.fromToken(configuration, Optional.empty(), PIN.toCharArray()))
        .hasMessageContaining("holds 2 keys, not 1");
    Path other = Files.writeString(folder.resolve("other.cfg"), "name = Other\nlibrary = /nowhere.so\n");
    assertThatThrownBy(() -> SigningKey.fromToken(other, Optional.empty(), PIN.toCharArray()))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("cannot be opened");
    Path nonsense = Files.writeString(folder.resolve("nonsense.cfg"), "what is this");
    assertThatThrownBy(() -> SigningKey.fromToken(nonsense, Optional.empty(), PIN.toCharArray()))
        .isInstanceOf(SigningException.class);
    assertThatThrownBy(() -> SigningKey.fromToken(folder.resolve("missing.cfg"), Optional.empty(), PIN.toCharArray()))
        .isInstanceOf(IOException.class);
  }
}
