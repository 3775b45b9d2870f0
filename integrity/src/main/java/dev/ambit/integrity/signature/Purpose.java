package dev.ambit.integrity.signature;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/// What a certificate has to be for.
enum Purpose {
  CODE_SIGNING("1.3.6.1.5.5.7.3.3", "code signing"),
  TIME_STAMPING("1.3.6.1.5.5.7.3.8", "time-stamping");

  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String ANY = "2.5.29.37.0";

  private final String oid;
  private final String words;

  Purpose(String oid, String words) {
    this.oid = oid;
    this.words = words;
  }

  /// As messages say it.
  String words() {
    return words;
  }

  /// Whether a signer's certificate names this purpose outright; `any` does not count, and a time-stamp authority
  /// may have no other (RFC 3161, 2.3).
  boolean allowsSigner(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[0] && !usage[1]) {
      return false;
    }
    List<String> purposes = purposes(certificate);
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    return this == CODE_SIGNING
        ? purposes.contains(oid)
        : purposes.equals(List.of(oid)) && critical != null && critical.contains(EXTENDED_KEY_USAGE);
  }

  /// Whether an authority may certify signers of this purpose: it names the purpose, or none.
  boolean allowsAuthority(X509Certificate certificate) {
    List<String> purposes = purposes(certificate);
    return certificate.getExtensionValue(EXTENDED_KEY_USAGE) == null
        || purposes.contains(oid)
        || purposes.contains(ANY);
  }

  private static List<String> purposes(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null ? List.of() : purposes;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
