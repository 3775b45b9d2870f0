package dev.ambit.integrity.signature;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.format.Der;
import dev.ambit.integrity.signature.VerificationException.UnexpectedParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/// The signed data of one signer, taken apart. Most of its bytes are covered by no signature, so each part must be
/// the only thing it can be.
final class SignedMessage {
  private final String file;
  private final SignedData data;
  private final SignerInfo info;
  private final SignatureScheme scheme;
  private final List<X509Certificate> certificates = new ArrayList<>();
  private final X509Certificate signer;

  /// @param file as messages should name it
  /// @throws VerificationException when it is not signed, or has other parts than one signer needs
  /// @throws FormatException when it cannot be read
  SignedMessage(String file, SignedData data) throws VerificationException, FormatException {
    this.file = file;
    this.data = data;
    int signers = data.getSignerInfos().size();
    if (signers == 0) {
      throw new VerificationException.NotSigned("`" + file + "` is not signed");
    }
    demand(signers == 1, "has " + signers + " signatures, not 1");
    demand(data.getCRLs() == null, "has a revocation list");
    info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
    boolean byKey = info.getSID().isTagged();
    demand(
        !byKey || ASN1TaggedObject.getInstance(info.getSID().toASN1Primitive()).hasContextTag(0),
        "names its signer in an unknown way");
    // the parser takes any tag for an attribute table and any order within
    demand(
        Arrays.equals(CmsSigning.der(info), CmsSigning.der(data.getSignerInfos().getObjectAt(0))),
        "has a signer with unknown parts");
    Optional<SignatureScheme> known = SignatureScheme.of(info.getDigestAlgorithm());
    if (known.isEmpty()) {
      throw unacceptable("digest algorithm", info.getDigestAlgorithm());
    }
    scheme = known.get();
    ASN1Set digests = data.getDigestAlgorithms();
    demand(
        digests.size() == 1
            && SignatureScheme.of(AlgorithmIdentifier.getInstance(digests.getObjectAt(0))).equals(known),
        "names digest algorithms that its signer does not use");
    checkVersions(byKey);
    ASN1Set embedded = data.getCertificates();
    for (ASN1Encodable certificate : embedded == null ? new DLSet() : embedded) {
      demand(certificate instanceof ASN1Sequence, "has a certificate of an unknown kind");
      certificates.add(Certificates.parse(file, CmsSigning.der(certificate)));
    }
    demand(certificates.stream().distinct().count() == certificates.size(), "has a certificate twice");
    signer = findSigner();
  }

  private void checkVersions(boolean byKey) throws UnexpectedParts {
    ASN1ObjectIdentifier type = data.getEncapContentInfo().getContentType();
    boolean timeStamp = type.equals(PKCSObjectIdentifiers.id_ct_TSTInfo);
    demand(info.getVersion().hasValue(byKey ? 3 : 1), "has a signer of version " + info.getVersion());
    demand(
        data.getVersion().hasValue(byKey || timeStamp ? 3 : 1), "has signed data of version " + data.getVersion());
  }

  private X509Certificate findSigner() throws VerificationException {
    SignerIdentifier id = info.getSID();
    for (X509Certificate candidate : certificates) {
      boolean same;
      if (id.isTagged()) {
        byte[] extension = candidate.getExtensionValue("2.5.29.14");
        byte[] key = ASN1OctetString.getInstance(id.getId()).getOctets();
        same = extension != null && Arrays.equals(innerOctets(extension), key);
      } else {
        // names that mean the same but are written differently would be two encodings
        IssuerAndSerialNumber named = IssuerAndSerialNumber.getInstance(id.getId());
        same =
            Arrays.equals(CmsSigning.der(named.getName()), candidate.getIssuerX500Principal().getEncoded())
                && named.getSerialNumber().hasValue(candidate.getSerialNumber());
      }
      if (same) {
        return candidate;
      }
    }
    throw new VerificationException.NotTrusted("`" + file + "` does not contain the certificate of its signer");
  }

  private static byte[] innerOctets(byte[] extension) {
    return ASN1OctetString.getInstance(ASN1OctetString.getInstance(extension).getOctets()).getOctets();
  }

  /// Checks that the signer signed this content, as this type.
  void checkContent(ASN1ObjectIdentifier type, byte[] content) throws VerificationException {
    byte[] digest = ASN1OctetString.getInstance(signedAttribute(CMSAttributes.messageDigest)).getOctets();
    demand(signedAttribute(CMSAttributes.contentType).equals(type), "signs another type of content");
    demand(data.getEncapContentInfo().getContentType().equals(type), "has another type of content");
    AlgorithmIdentifier algorithm = info.getDigestEncryptionAlgorithm();
    boolean usual = scheme.signatureIdentifier(signer.getPublicKey()).equals(Optional.of(algorithm));
    if (!usual && !(scheme.isRsaSynonym(signer.getPublicKey(), algorithm) && protectsAlgorithms())) {
      throw unacceptable("signature algorithm", algorithm);
    }
    if (!scheme.verifies(signer.getPublicKey(), signedBytes(), signature())) {
      throw new VerificationException.BadSignature(
          "`" + file + "` was not signed with the key of " + Certificates.name(signer));
    }
    if (!Arrays.equals(digest, scheme.digest(content))) {
      throw new VerificationException.ContentChanged("what `" + file + "` signs has been changed since");
    }
  }

  /// Whether a signed attribute repeats the algorithms (RFC 6211), so that they cannot be changed.
  private boolean protectsAlgorithms() throws UnexpectedParts {
    if (!hasSignedAttribute(CMSAttributes.cmsAlgorithmProtect)) {
      return false;
    }
    CMSAlgorithmProtection algorithms =
        CMSAlgorithmProtection.getInstance(signedAttribute(CMSAttributes.cmsAlgorithmProtect));
    return info.getDigestAlgorithm().equals(algorithms.getDigestAlgorithm())
        && info.getDigestEncryptionAlgorithm().equals(algorithms.getSignatureAlgorithm());
  }

  /// The attributes in the order in which they stand: sorting them first would accept them unsorted.
  private byte[] signedBytes() {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    info.getAuthenticatedAttributes().forEach(attributes::add);
    try {
      return new DLSet(attributes).getEncoded(ASN1Encoding.DL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The value of a signed attribute that must be there once with one value.
  ASN1Encodable signedAttribute(ASN1ObjectIdentifier name) throws UnexpectedParts {
    demand(info.getAuthenticatedAttributes() != null, "has no signed attributes");
    return only(info.getAuthenticatedAttributes(), name);
  }

  boolean hasSignedAttribute(ASN1ObjectIdentifier name) {
    ASN1Set attributes = info.getAuthenticatedAttributes();
    for (ASN1Encodable attribute : attributes == null ? new DLSet() : attributes) {
      if (Attribute.getInstance(attribute).getAttrType().equals(name)) {
        return true;
      }
    }
    return false;
  }

  boolean hasUnsignedAttributes() {
    return info.getUnauthenticatedAttributes() != null;
  }

  /// The value of the only unsigned attribute there may be.
  Optional<ASN1Encodable> unsignedAttribute(ASN1ObjectIdentifier name) throws UnexpectedParts {
    ASN1Set attributes = info.getUnauthenticatedAttributes();
    if (attributes == null) {
      return Optional.empty();
    }
    demand(attributes.size() == 1, "has " + attributes.size() + " unsigned attributes");
    return Optional.of(only(attributes, name));
  }

  private ASN1Encodable only(ASN1Set attributes, ASN1ObjectIdentifier name) throws UnexpectedParts {
    List<Attribute> found = new ArrayList<>();
    for (ASN1Encodable element : attributes) {
      Attribute attribute = Attribute.getInstance(element);
      if (attribute.getAttrType().equals(name)) {
        found.add(attribute);
      }
    }
    demand(
        found.size() == 1 && found.getFirst().getAttrValues().size() == 1,
        "does not have attribute `" + name + "` exactly once");
    return found.getFirst().getAttrValues().getObjectAt(0);
  }

  X509Certificate signer() {
    return signer;
  }

  List<X509Certificate> certificates() {
    return List.copyOf(certificates);
  }

  byte[] signature() {
    return info.getEncryptedDigest().getOctets();
  }

  private VerificationException unacceptable(String what, AlgorithmIdentifier algorithm) {
    return new VerificationException.UnacceptableAlgorithm(
        "`" + file + "` uses " + what + " `" + algorithm.getAlgorithm() + "`, which is weak or unknown");
  }

  private void demand(boolean holds, String otherwise) throws UnexpectedParts {
    if (!holds) {
      throw new UnexpectedParts("`" + file + "` " + otherwise);
    }
  }

  /// The signed data in these bytes.
  static SignedData parse(String file, byte[] bytes) throws FormatException {
    try {
      ContentInfo outer =
          ContentInfo.getInstance(Der.parse(file, bytes));
      if (outer.getContentType().equals(PKCSObjectIdentifiers.signedData)) {
        return SignedData.getInstance(outer.getContent());
      }
      throw Der.problem(file, "is no signature: content type `" + outer.getContentType() + "`");
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw Der.problem(file, "is no signature: its parts are not those of signed data");
    }
  }
}
