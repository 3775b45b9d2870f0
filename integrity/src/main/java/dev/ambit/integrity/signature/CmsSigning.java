package dev.ambit.integrity.signature;

import dev.ambit.integrity.format.CatNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;

/// Makes signed data with one signer, version 1 of PKCS#7, which CMS shares and Windows demands.
final class CmsSigning {
  /// What differs between a catalog and a detached signature.
  ///
  /// @param content goes into the signed data as it is; null when it stays outside
  /// @param attributes signed beside content type and message digest
  /// @param timeStamp name of the unsigned attribute that holds a time-stamp
  record Subject(
      ASN1ObjectIdentifier type,
      @Nullable ASN1Encodable content,
      ASN1EncodableVector attributes,
      ASN1ObjectIdentifier timeStamp) {

    /// A security catalog's list.
    static Subject catalog(ASN1Encodable list) {
      ASN1EncodableVector attributes = new ASN1EncodableVector();
      attributes.add(
          new Attribute(CatNames.STATEMENT_TYPE, new DERSet(new DERSequence(CatNames.INDIVIDUAL_PURPOSE))));
      attributes.add(new Attribute(CatNames.OPUS_INFO, new DERSet(new DERSequence())));
      return new Subject(CatNames.TRUST_LIST, list, attributes, CatNames.TIME_STAMP);
    }

    /// A file that the signature lies beside.
    ///
    /// @param time what the signer claims as signing time
    static Subject detached(Instant time) {
      ASN1EncodableVector attributes = new ASN1EncodableVector();
      attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time)))));
      return new Subject(
          PKCSObjectIdentifiers.data, null, attributes, PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
    }
  }

  private CmsSigning() {}

  /// @param signed the bytes that the message digest covers
  static byte[] sign(Subject subject, byte[] signed, SigningKey key, Optional<TimeStampAuthority> authority)
      throws SigningException, IOException {
    SignatureScheme scheme = SignatureScheme.fitting(key.publicKey());
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(new Attribute(CMSAttributes.contentType, new DERSet(subject.type)));
    attributes.add(
        new Attribute(CMSAttributes.messageDigest, new DERSet(new DEROctetString(scheme.digest(signed)))));
    for (int i = 0; i < subject.attributes.size(); i++) {
      attributes.add(subject.attributes.get(i));
    }
    DERSet signedAttributes = new DERSet(attributes);
    byte[] signature;
    try {
      signature = key.sign(scheme, der(signedAttributes));
    } catch (GeneralSecurityException e) {
      throw new SigningException("the key cannot sign: " + e.getMessage(), e);
    }

    Certificate signer = certificate(key.chain().getFirst());
    ASN1EncodableVector info = new ASN1EncodableVector();
    info.add(new ASN1Integer(1));
    info.add(new IssuerAndSerialNumber(signer.getIssuer(), signer.getSerialNumber().getValue()));
    info.add(scheme.digestIdentifier());
    info.add(new DERTaggedObject(false, 0, signedAttributes));
    info.add(scheme.signatureIdentifier(key.publicKey()).orElseThrow());
    info.add(new DEROctetString(signature));
    if (authority.isPresent()) {
      ASN1Primitive token = TimeStamps.token(authority.get(), signature);
      DERSet unsigned = new DERSet(new Attribute(subject.timeStamp, new DERSet(token)));
      info.add(new DERTaggedObject(false, 1, unsigned));
    }

    ASN1EncodableVector certificates = new ASN1EncodableVector();
    for (X509Certificate certificate : key.chain()) {
      certificates.add(certificate(certificate));
    }
    ASN1EncodableVector data = new ASN1EncodableVector();
    data.add(new ASN1Integer(1));
    data.add(new DERSet(scheme.digestIdentifier()));
    ASN1Encodable content = subject.content;
    data.add(
        content == null
            ? new DERSequence(subject.type)
            : new DERSequence(new ASN1Encodable[] {subject.type, new DERTaggedObject(true, 0, content)}));
    data.add(new DERTaggedObject(false, 0, new DERSet(certificates)));
    data.add(new DERSet(new DERSequence(info)));
    DERTaggedObject body = new DERTaggedObject(true, 0, new DERSequence(data));
    return der(new DERSequence(new ASN1Encodable[] {PKCSObjectIdentifiers.signedData, body}));
  }

  private static Certificate certificate(X509Certificate certificate) {
    try {
      return Certificate.getInstance(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
