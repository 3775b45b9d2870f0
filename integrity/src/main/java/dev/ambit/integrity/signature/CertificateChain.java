package dev.ambit.integrity.signature;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.jspecify.annotations.Nullable;

/// From a signer's certificate to a trust anchor. Revocation is not looked up: that would need the network.
final class CertificateChain {
  private static final int LONGEST = 8;
  private static final int KEY_CERT_SIGN = 5;
  private static final String NAME_CONSTRAINTS = "2.5.29.30";

  private final List<X509Certificate> path = new ArrayList<>();
  private final X509Certificate anchor;

  private CertificateChain(X509Certificate signer, List<X509Certificate> brought, TrustAnchors anchors)
      throws VerificationException {
    X509Certificate last = signer;
    Optional<X509Certificate> found = anchors.certificates().contains(signer) ? Optional.of(signer) : Optional.empty();
    while (found.isEmpty()) {
      path.add(last);
      found = issuer(last, anchors.certificates());
      if (found.isEmpty()) {
        Optional<X509Certificate> next = issuer(last, brought);
        if (next.isEmpty() || path.contains(next.get()) || path.size() == LONGEST) {
          throw new VerificationException.NotTrusted(
              "no chain leads from " + Certificates.name(signer) + " to a trust anchor: the issuer of "
                  + Certificates.name(last) + " is not there; add it with `--anchor`");
        }
        last = next.get();
      }
    }
    anchor = found.get();
  }

  private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> among) {
    return among.stream()
        .filter(c -> c.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
        .filter(c -> Certificates.issued(c.getPublicKey(), of))
        .findFirst();
  }

  /// Checks that the signer is trusted for this purpose at this time, and that no certificate is brought along
  /// that the chain does not need: nothing would protect its bytes.
  static void check(
      X509Certificate signer, List<X509Certificate> brought, TrustAnchors anchors, Purpose purpose, Instant at)
      throws VerificationException {
    CertificateChain chain = new CertificateChain(signer, brought, anchors);
    for (X509Certificate certificate : brought) {
      if (!chain.path.contains(certificate) && !anchors.certificates().contains(certificate)) {
        throw new VerificationException.UnexpectedParts(
            "certificate " + Certificates.name(certificate) + " is not part of the signer's chain");
      }
    }
    List<X509Certificate> all = new ArrayList<>(chain.path);
    all.add(chain.anchor);
    for (X509Certificate certificate : all) {
      Certificates.checkKey(certificate);
      checkDate(certificate, at);
      if (!certificate.equals(chain.anchor)) {
        Certificates.checkSignedWith(certificate);
      }
      if (!certificate.equals(signer) && !purpose.allowsAuthority(certificate)) {
        throw wrongPurpose(certificate, purpose);
      }
    }
    if (!purpose.allowsSigner(signer)) {
      throw wrongPurpose(signer, purpose);
    }
    if (!chain.path.isEmpty()) {
      chain.validate(at);
    }
  }

  private static VerificationException wrongPurpose(X509Certificate certificate, Purpose purpose) {
    return new VerificationException.WrongPurpose(
        "certificate " + Certificates.name(certificate) + " is not for " + purpose.words());
  }

  private static void checkDate(X509Certificate certificate, Instant at) throws VerificationException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (at.isBefore(from) || at.isAfter(until)) {
      throw new VerificationException.OutOfDate(
          "certificate " + Certificates.name(certificate) + " is valid from " + from + " to " + until + ", not at "
              + at);
    }
  }

  /// The rules of RFC 5280: who may be an authority, how long chains may be, which names they may certify.
  private void validate(Instant at) throws VerificationException {
    try {
      CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, nameConstraints())));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
    } catch (CertPathValidatorException e) {
      String message = "the chain of " + Certificates.name(path.getFirst()) + " is not valid: " + e.getMessage();
      if (e.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
        throw new VerificationException.UnacceptableAlgorithm(message);
      }
      throw new VerificationException.NotTrusted(message);
    } catch (CertificateException e) {
      throw new VerificationException.NotTrusted("the chain cannot be read: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java validates PKIX paths", e);
    }
    boolean[] usage = anchor.getKeyUsage();
    if (anchor.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
      throw new VerificationException.NotTrusted(
          "trust anchor " + Certificates.name(anchor) + " is no authority, so it vouches only for itself");
    }
    if (path.size() - 1 > anchor.getBasicConstraints()) {
      throw new VerificationException.NotTrusted(
          "trust anchor " + Certificates.name(anchor) + " allows no chain of " + path.size() + " certificates");
    }
  }

  /// Java's validation heeds those of every certificate but the anchor's own.
  private byte @Nullable [] nameConstraints() {
    byte[] extension = anchor.getExtensionValue(NAME_CONSTRAINTS);
    return extension == null ? null : ASN1OctetString.getInstance(extension).getOctets();
  }
}
