package dev.ambit.integrity.signature;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/// A certificate with its key, and how to issue others with it. All keys are made for the test and end with it.
record Pki(X509Certificate certificate, KeyPair keys, @Nullable Pki issuer) {
  private static final AtomicLong SERIAL = new AtomicLong(1000);

  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
  static final Instant LATER = Instant.parse("2027-06-01T00:00:00Z");

  /// What a certificate is to be; anything can be left wrong.
  record Wish(
      String name, boolean authority, List<KeyPurposeId> purposes, boolean critical, Instant until, String hash,
      int below) {
    static Wish authority(String name) {
      return new Wish(name, true, List.of(), false, Instant.parse("2036-01-01T00:00:00Z"), "SHA256", 9);
    }

    static Wish signer(String name) {
      return new Wish(name, false, List.of(KeyPurposeId.id_kp_codeSigning), false, UNTIL, "SHA256", 9);
    }

    static Wish clock(String name) {
      return new Wish(name, false, List.of(KeyPurposeId.id_kp_timeStamping), true, UNTIL, "SHA256", 9);
    }

    Wish only(KeyPurposeId... other) {
      return new Wish(name, authority, List.of(other), critical, until, hash, below);
    }

    Wish until(Instant other) {
      return new Wish(name, authority, purposes, critical, other, hash, below);
    }

    Wish hash(String other) {
      return new Wish(name, authority, purposes, critical, until, other, below);
    }

    Wish below(int other) {
      return new Wish(name, authority, purposes, critical, until, hash, other);
    }
  }

  static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Pki root(Wish wish) {
    return make(null, wish, ec());
  }

  static Pki root(String name) {
    return make(null, Wish.authority(name), ec());
  }

  Pki issue(Wish wish) {
    return make(this, wish, ec());
  }

  Pki issue(Wish wish, KeyPair keys) {
    return make(this, wish, keys);
  }

  private static Pki make(@Nullable Pki issuer, Wish wish, KeyPair keys) {
    X500Principal subject = new X500Principal("CN=" + wish.name() + ", O=Ambit Tests");
    KeyPair signing = issuer == null ? keys : issuer.keys;
    X500Principal by = issuer == null ? subject : issuer.certificate.getSubjectX500Principal();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              by,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(FROM),
              Date.from(wish.until()),
              subject,
              keys.getPublic());
      BasicConstraints basic = wish.authority() ? new BasicConstraints(wish.below()) : new BasicConstraints(false);
      builder.addExtension(Extension.basicConstraints, true, basic);
      int usage = wish.authority() ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      if (!wish.purposes().isEmpty()) {
        ExtendedKeyUsage extended = new ExtendedKeyUsage(wish.purposes().toArray(KeyPurposeId[]::new));
        builder.addExtension(Extension.extendedKeyUsage, wish.critical(), extended);
      }
      String algorithm = wish.hash() + "with" + (signing.getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate())));
      return new Pki(certificate, keys, issuer);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// This certificate and its issuers, without the root.
  List<X509Certificate> chain() {
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
    for (Pki next = issuer; next != null && next.issuer != null; next = next.issuer) {
      chain.add(next.certificate);
    }
    return chain;
  }

  TrustAnchors anchor() {
    return new TrustAnchors(List.of(certificate));
  }

  /// As the users have it: files of PEM.
  SigningKey signingKey(Path folder) throws IOException, SigningException {
    Files.createDirectories(folder);
    pem(folder.resolve("key.pem"), keys.getPrivate());
    pem(folder.resolve("cert.pem"), chain().toArray());
    return SigningKey.fromPem(folder.resolve("key.pem"), List.of(folder.resolve("cert.pem")), Optional.empty());
  }

  static void pem(Path file, Object... objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        boolean key = object instanceof PrivateKey;
        // the writer's own form of EC keys lacks the curve
        writer.writeObject(key ? new PemObject("PRIVATE KEY", ((PrivateKey) object).getEncoded()) : object);
      }
      writer.flush();
      Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
