package dev.ambit.integrity.signature;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A hash function as CMS names it, with what signs together with it. SHA-1 is not among them.
enum SignatureScheme {
  SHA256("SHA-256", NISTObjectIdentifiers.id_sha256, X9ObjectIdentifiers.ecdsa_with_SHA256),
  SHA384("SHA-384", NISTObjectIdentifiers.id_sha384, X9ObjectIdentifiers.ecdsa_with_SHA384),
  SHA512("SHA-512", NISTObjectIdentifiers.id_sha512, X9ObjectIdentifiers.ecdsa_with_SHA512);

  private final String jcaName;
  private final String digest;
  private final String ecdsa;

  SignatureScheme(String jcaName, ASN1ObjectIdentifier digest, ASN1ObjectIdentifier ecdsa) {
    this.jcaName = jcaName;
    this.digest = digest.getId();
    this.ecdsa = ecdsa.getId();
  }

  /// The one whose digest has this name; parameters may be NULL or absent, both are in use.
  static Optional<SignatureScheme> of(AlgorithmIdentifier digest) {
    ASN1Encodable parameters = digest.getParameters();
    return Stream.of(values())
        .filter(scheme -> scheme.digest.equals(digest.getAlgorithm().getId()))
        .filter(scheme -> parameters == null || DERNull.INSTANCE.equals(parameters))
        .findFirst();
  }

  /// As strong as the key. The public one: a private key that never leaves its device may not tell what it is.
  static SignatureScheme fitting(PublicKey key) {
    int bits = key instanceof ECKey ec ? ec.getParams().getCurve().getField().getFieldSize() : 0;
    return bits > 384 ? SHA512 : bits > 256 ? SHA384 : SHA256;
  }

  byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance(jcaName).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + jcaName, e);
    }
  }

  AlgorithmIdentifier digestIdentifier() {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier(digest), DERNull.INSTANCE);
  }

  /// The one name that a signature with such a key has. RSA has another in use, see [#isRsaSynonym].
  Optional<AlgorithmIdentifier> signatureIdentifier(Object key) {
    return switch (key) {
      case RSAKey rsa ->
          Optional.of(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE));
      case ECKey ec -> Optional.of(new AlgorithmIdentifier(new ASN1ObjectIdentifier(ecdsa)));
      default -> Optional.empty();
    };
  }

  /// Whether this is the other name that RSA signatures have. It says the same, and usually no signature covers
  /// it: taking either would be taking two encodings.
  boolean isRsaSynonym(Object key, AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier synonym =
        switch (this) {
          case SHA256 -> PKCSObjectIdentifiers.sha256WithRSAEncryption;
          case SHA384 -> PKCSObjectIdentifiers.sha384WithRSAEncryption;
          case SHA512 -> PKCSObjectIdentifiers.sha512WithRSAEncryption;
        };
    return key instanceof RSAKey && new AlgorithmIdentifier(synonym, DERNull.INSTANCE).equals(algorithm);
  }

  private String signature(Object key) {
    return name() + "with" + (key instanceof RSAKey ? "RSA" : "ECDSA");
  }

  /// @param pair the public key that belongs to the private one
  /// @param device where the private key lies, empty when it is in memory
  byte[] sign(PrivateKey key, PublicKey pair, Optional<Provider> device, byte[] bytes) throws GeneralSecurityException {
    Signature signature =
        device.isPresent() ? Signature.getInstance(signature(pair), device.get()) : Signature.getInstance(signature(pair));
    signature.initSign(key);
    signature.update(bytes);
    return signature.sign();
  }

  boolean verifies(PublicKey key, byte[] bytes, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(signature(key));
      signature.initVerify(key);
      signature.update(bytes);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
