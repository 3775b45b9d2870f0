package dev.ambit.integrity.signature;

import dev.ambit.integrity.catalog.DigestAlgorithm;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// A signature that satisfied its policy.
///
/// @param signer the certificate of whoever signed
/// @param timeStamp when it was signed at the latest, as a trusted authority says
public record Verified(X509Certificate signer, Optional<Instant> timeStamp) {
  /// The signer's name, as RFC 2253 writes it.
  public String subject() {
    return signer.getSubjectX500Principal().getName();
  }

  /// SHA-256 of the signer's certificate in hex, as `openssl x509 -fingerprint -sha256` computes it.
  public String fingerprint() {
    try {
      return HexFormat.of().formatHex(DigestAlgorithm.SHA256.of(signer.getEncoded()).bytes());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }
}
