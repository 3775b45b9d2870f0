package dev.ambit.integrity.signature;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.format.Der;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.Certificate;

/// Reading certificates and judging their keys.
final class Certificates {
  private static final Set<String> SIGNED_WITH =
      Set.of(
          "SHA256withRSA", "SHA384withRSA", "SHA512withRSA",
          "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");

  private static final int SHORTEST_RSA = 2048;
  private static final int SHORTEST_EC = 256;

  private Certificates() {}

  static List<X509Certificate> read(String file, byte[] bytes) throws FormatException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      factory()
          .generateCertificates(new ByteArrayInputStream(bytes))
          .forEach(certificate -> certificates.add((X509Certificate) certificate));
    } catch (CertificateException e) {
      throw Der.problem(file, "is no certificate in PEM or DER");
    }
    if (certificates.isEmpty()) {
      throw Der.problem(file, "holds no certificate");
    }
    return certificates;
  }

  /// @param file the signature that it stands in
  static X509Certificate parse(String file, byte[] der) throws FormatException {
    try {
      X509Certificate parsed = (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
      // Java does not mind unused bits at the end of a certificate's signature, which nothing protects
      boolean whole = Certificate.getInstance(der).getSignature().getPadBits() == 0;
      if (parsed != null && whole && Arrays.equals(parsed.getEncoded(), der)) {
        return parsed;
      }
    } catch (CertificateException | IllegalArgumentException e) {
      // told below, as the other way to be none
    }
    throw Der.problem(file, "holds something that is no certificate");
  }

  static String name(X509Certificate certificate) {
    return "`" + certificate.getSubjectX500Principal().getName() + "`";
  }

  static boolean issued(PublicKey issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static void checkKey(X509Certificate certificate) throws VerificationException {
    boolean strong =
        switch (certificate.getPublicKey()) {
          case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= SHORTEST_RSA;
          case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() >= SHORTEST_EC;
          default -> false;
        };
    if (!strong) {
      throw new VerificationException.UnacceptableAlgorithm(
          "the key of " + name(certificate) + " is neither RSA of " + SHORTEST_RSA + " bits nor EC of " + SHORTEST_EC);
    }
  }

  static void checkSignedWith(X509Certificate certificate) throws VerificationException {
    if (!SIGNED_WITH.contains(certificate.getSigAlgName())) {
      throw new VerificationException.UnacceptableAlgorithm(
          "certificate " + name(certificate) + " is signed with `" + certificate.getSigAlgName() + "`");
    }
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }
}
