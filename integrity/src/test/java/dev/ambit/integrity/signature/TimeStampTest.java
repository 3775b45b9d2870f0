package dev.ambit.integrity.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ambit.integrity.Tool;
import dev.ambit.integrity.signature.VerificationException.BadTimeStamp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeStampTest {
  private static final Pki ROOT = Pki.root("Root");
  private static final Pki SIGNER = ROOT.issue(Pki.Wish.signer("Signer"));
  private static final Pki CLOCKS = Pki.root("Clocks");
  private static final Pki CLOCK = CLOCKS.issue(Pki.Wish.clock("Clock"), Pki.rsa(2048));
  private static final byte[] CONTENT = "policy".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private byte[] sign(TimeStampAuthority authority) throws Exception {
    return DetachedSignature.sign(CONTENT, SIGNER.signingKey(folder), Optional.of(authority), Pki.NOW);
  }

  private static Verified verify(byte[] signature, Instant now) throws VerificationException, IOException {
    VerificationPolicy policy =
        VerificationPolicy.trusting(ROOT.anchor()).withTimeStamps(CLOCKS.anchor()).at(now);
    return DetachedSignature.verify("x.p7s", CONTENT, signature, policy);
  }

  @Test
  void stampedSignatureOutlivesItsCertificate() throws Exception {
    byte[] signature = sign(new LocalClock(CLOCK, Pki.NOW));
    assertThat(verify(signature, Pki.LATER).timeStamp()).contains(Pki.NOW);
    byte[] plain = DetachedSignature.sign(CONTENT, SIGNER.signingKey(folder), Optional.empty(), Pki.NOW);
    assertThatThrownBy(() -> verify(plain, Pki.LATER)).isInstanceOf(VerificationException.OutOfDate.class);
  }

  @Test
  void stampFromAfterTheEndIsNoHelp() throws Exception {
    Pki young = CLOCKS.issue(Pki.Wish.clock("Young").until(Pki.LATER.plusSeconds(10)));
    byte[] late = sign(new LocalClock(young, Pki.LATER));
    assertThatThrownBy(() -> verify(late, Pki.LATER))
        .isInstanceOf(VerificationException.OutOfDate.class)
        .hasMessageContaining("CN=Signer");
  }

  @Test
  void stampsAreAskedForOverHttp() throws Exception {
    HttpServer server = new LocalClock(CLOCK, Pki.NOW).serve();
    try {
      byte[] signature = sign(new HttpTimeStampAuthority(LocalClock.address(server)));
      assertThat(verify(signature, Pki.LATER).timeStamp()).contains(Pki.NOW);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void stampsOfStrangersAreRefused() throws Exception {
    Pki stranger = Pki.root("Clocks").issue(Pki.Wish.clock("Clock"));
    byte[] signature = sign(new LocalClock(stranger, Pki.NOW));
    assertThatThrownBy(() -> verify(signature, Pki.NOW))
        .isInstanceOf(BadTimeStamp.class)
        .hasMessageContaining("no chain leads from");
  }

  @Test
  void stampsOfAnotherTimeAreRefused() throws Exception {
    byte[] future = sign(new LocalClock(CLOCK, Pki.NOW.plusSeconds(3600)));
    assertThatThrownBy(() -> verify(future, Pki.NOW))
        .isInstanceOf(BadTimeStamp.class)
        .hasMessageContaining("is of the future");
    byte[] early = sign(new LocalClock(CLOCK, Pki.FROM.minusSeconds(3600)));
    assertThatThrownBy(() -> verify(early, Pki.NOW))
        .isInstanceOf(BadTimeStamp.class)
        .hasMessageContaining("is valid from");
  }

  @Test
  void stampOfAnotherSignatureIsRefused() throws Exception {
    LocalClock clock = new LocalClock(CLOCK, Pki.NOW);
    byte[] signature = new byte[64];
    ASN1Primitive token = TimeStamps.token(clock, signature);
    VerificationPolicy policy = VerificationPolicy.trusting(CLOCKS.anchor()).at(Pki.NOW);
    assertThat(TimeStamps.verify("x.p7s", token, signature, policy)).isEqualTo(Pki.NOW);
    assertThatThrownBy(() -> TimeStamps.verify("x.p7s", token, new byte[63], policy))
        .isInstanceOf(BadTimeStamp.class)
        .hasMessageContaining("is of another signature");
  }

  @Test
  void clockMayBeNothingElse() throws Exception {
    Pki both =
        CLOCKS.issue(
            Pki.Wish.clock("Both").only(KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning));
    assertThatThrownBy(() -> sign(new LocalClock(both, Pki.NOW))).isInstanceOf(Exception.class);
    assertThat(Purpose.TIME_STAMPING.allowsSigner(both.certificate())).isFalse();
    assertThat(Purpose.TIME_STAMPING.allowsSigner(SIGNER.certificate())).isFalse();
    assertThat(Purpose.TIME_STAMPING.allowsSigner(CLOCK.certificate())).isTrue();
  }

  @Test
  void uselessAnswersAreErrorsThatSaySo() throws Exception {
    assertThatThrownBy(() -> sign(request -> new byte[0]))
        .isInstanceOfAny(SigningException.class, IOException.class);
    assertThatThrownBy(() -> sign(request -> new byte[] {0x30, 5, 0x30, 3, 2, 1, 2}))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("time-stamp authority");
    byte[] other = new TimeStampRequestGenerator()
        .generate(TSPAlgorithms.SHA256, new byte[32])
        .getEncoded();
    assertThatThrownBy(() -> sign(request -> new LocalClock(CLOCK, Pki.NOW).answer(other)))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("does not fit");
    assertThatThrownBy(() -> sign(new HttpTimeStampAuthority(URI.create("http://127.0.0.1:1/"))))
        .isInstanceOf(IOException.class)
        .hasMessage("time-stamp authority `http://127.0.0.1:1/` cannot be reached");
    assertThatThrownBy(() -> new HttpTimeStampAuthority(URI.create("file:///x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// openssl as the authority, and openssl as the judge of the stamp.
  @Test
  void opensslStampsAreBelievedAndOursByOpenssl() throws Exception {
    Pki.pem(folder.resolve("tsa.key"), CLOCK.keys().getPrivate());
    Pki.pem(folder.resolve("tsa.pem"), CLOCK.certificate());
    Pki.pem(folder.resolve("ca.pem"), CLOCKS.certificate());
    Files.writeString(folder.resolve("serial"), "01");
    Files.writeString(
        folder.resolve("tsa.cnf"),
        """
        [tsa]
        default_tsa = clock
        [clock]
        serial = serial
        default_policy = 1.2.3.4
        digests = sha256
        ess_cert_id_alg = sha256
        signer_digest = sha256
        """);
    TimeStampAuthority openssl =
        request -> {
          Files.write(folder.resolve("query"), request);
          try {
            Tool.succeed(
                folder, "openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-signer", "tsa.pem",
                "-inkey", "tsa.key", "-out", "reply");
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return Files.readAllBytes(folder.resolve("reply"));
        };
    byte[] signature = sign(openssl);
    assertThat(verify(signature, Instant.now()).timeStamp()).isPresent();

    byte[] stamped = new byte[64];
    Files.write(folder.resolve("stamped"), stamped);
    ASN1Primitive token = TimeStamps.token(new LocalClock(CLOCK, Pki.NOW), stamped);
    Files.write(folder.resolve("token"), token.getEncoded());
    String said =
        Tool.succeed(
            folder, "openssl", "ts", "-verify", "-token_in", "-in", "token", "-data", "stamped", "-CAfile", "ca.pem",
            "-untrusted", "tsa.pem");
    assertThat(said).contains("Verification: OK");
  }
}
