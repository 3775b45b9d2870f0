package dev.ambit.integrity.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.integrity.signature.VerificationException.UnexpectedParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Takes a good signature apart, changes what no signature covers, and puts it together well-formed.
class TamperedSignatureTest {
  private static final Pki ROOT = Pki.root("Root");
  private static final Pki SIGNER = ROOT.issue(Pki.Wish.signer("Signer"), Pki.rsa(2048));
  private static final Pki OTHER = ROOT.issue(Pki.Wish.signer("Other"), Pki.rsa(2048));
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path folder;
  private byte[] good = {};
  private byte[] others = {};

  @BeforeEach
  void sign() throws Exception {
    good = DetachedSignature.sign(CONTENT, SIGNER.signingKey(folder), Optional.empty(), Pki.NOW);
    others = DetachedSignature.sign(CONTENT, OTHER.signingKey(folder), Optional.empty(), Pki.NOW);
  }

  private static void verify(byte[] signature) throws VerificationException, IOException {
    DetachedSignature.verify(
        "x.p7s", CONTENT, signature, VerificationPolicy.trusting(ROOT.anchor()).at(Pki.NOW));
  }

  private static List<ASN1Encodable> data(byte[] signature) {
    try {
      ContentInfo outer = ContentInfo.getInstance(ASN1Primitive.fromByteArray(signature));
      return new ArrayList<>(List.of(ASN1Sequence.getInstance(outer.getContent()).toArray()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<ASN1Encodable> info(byte[] signature) {
    ASN1Set infos = ASN1Set.getInstance(data(signature).getLast());
    return new ArrayList<>(List.of(ASN1Sequence.getInstance(infos.getObjectAt(0)).toArray()));
  }

  private static byte[] build(List<ASN1Encodable> data) {
    try {
      DERTaggedObject body = new DERTaggedObject(true, 0, new DERSequence(data.toArray(ASN1Encodable[]::new)));
      return new DERSequence(new ASN1Encodable[] {PKCSObjectIdentifiers.signedData, body}).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] withData(Consumer<List<ASN1Encodable>> change) {
    List<ASN1Encodable> data = data(good);
    change.accept(data);
    return build(data);
  }

  private byte[] withInfo(Consumer<List<ASN1Encodable>> change) {
    List<ASN1Encodable> info = info(good);
    change.accept(info);
    return withData(data -> data.set(data.size() - 1, new DERSet(new DERSequence(info.toArray(ASN1Encodable[]::new)))));
  }

  private static void assertRefused(byte[] bad, Class<?> type) {
    assertThatThrownBy(() -> verify(bad)).isInstanceOf(type).hasMessageContaining("`x.p7s`");
  }

  @Test
  void unchangedPartsPutTogetherVerify() throws Exception {
    assertThat(withInfo(info -> {})).isEqualTo(good);
    verify(good);
  }

  @Test
  void swappedSignersAreRefused() {
    assertRefused(withInfo(info -> info.set(1, info(others).get(1))), VerificationException.NotTrusted.class);
    assertRefused(
        withInfo(info -> info.set(5, info(others).get(5))), VerificationException.BadSignature.class);
    byte[] signer =
        build(List.of(data(good).get(0), data(good).get(1), data(good).get(2), data(others).get(3), data(good).get(4)));
    assertRefused(signer, VerificationException.NotTrusted.class);
  }

  @Test
  void secondSignerIsRefused() {
    assertRefused(
        withData(
            data ->
                data.set(
                    4,
                    new DERSet(
                        new ASN1Encodable[] {
                          new DERSequence(info(good).toArray(ASN1Encodable[]::new)),
                          new DERSequence(info(others).toArray(ASN1Encodable[]::new))
                        }))),
        UnexpectedParts.class);
  }

  @Test
  void noSignerIsRefused() {
    assertRefused(withData(data -> data.set(4, new DERSet())), VerificationException.NotSigned.class);
  }

  @Test
  void extraCertificateIsRefused() throws Exception {
    Certificate mine = Certificate.getInstance(SIGNER.certificate().getEncoded());
    Certificate extra = Certificate.getInstance(OTHER.certificate().getEncoded());
    byte[] bad =
        withData(
            data -> data.set(3, new DERTaggedObject(false, 0, new DERSet(new ASN1Encodable[] {mine, extra}))));
    assertThatThrownBy(() -> verify(bad)).isInstanceOf(UnexpectedParts.class).hasMessageContaining("CN=Other");
  }

  @Test
  void revocationListAndUnsignedAttributesAreRefused() {
    DERTaggedObject crl = new DERTaggedObject(false, 1, new DERSet(new DERSequence()));
    assertRefused(withData(data -> data.add(4, crl)), UnexpectedParts.class);
    Attribute attribute = new Attribute(new ASN1ObjectIdentifier("1.2.3"), new DERSet(DERNull.INSTANCE));
    assertRefused(
        withInfo(info -> info.add(new DERTaggedObject(false, 1, new DERSet(attribute)))), UnexpectedParts.class);
  }

  @Test
  void versionsAndAlgorithmsHaveOneForm() {
    assertRefused(withData(data -> data.set(0, new ASN1Integer(3))), UnexpectedParts.class);
    assertRefused(withInfo(info -> info.set(0, new ASN1Integer(3))), UnexpectedParts.class);
    assertRefused(withData(data -> data.set(1, new DERSet())), UnexpectedParts.class);
    AlgorithmIdentifier synonym =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
    assertRefused(withInfo(info -> info.set(4, synonym)), VerificationException.UnacceptableAlgorithm.class);
    AlgorithmIdentifier sha1 = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.14.3.2.26"), DERNull.INSTANCE);
    assertRefused(withInfo(info -> info.set(2, sha1)), VerificationException.UnacceptableAlgorithm.class);
  }

  @Test
  void signedAttributesMustBeThereInTheirOrder() {
    ASN1Set attributes = ASN1Set.getInstance((ASN1TaggedObject) info(good).get(3).toASN1Primitive(), false);
    List<ASN1Encodable> reversed = new ArrayList<>(List.of(attributes.toArray()));
    Collections.reverse(reversed);
    // a sequence under the same implicit tag keeps the wrong order
    DERTaggedObject unsorted =
        new DERTaggedObject(false, 0, new DERSequence(reversed.toArray(ASN1Encodable[]::new)));
    assertRefused(withInfo(info -> info.set(3, unsorted)), UnexpectedParts.class);
    DERTaggedObject otherTag = new DERTaggedObject(false, 2, attributes);
    assertRefused(withInfo(info -> info.set(3, otherTag)), UnexpectedParts.class);
    assertRefused(withInfo(info -> info.remove(3)), UnexpectedParts.class);
    List<ASN1Encodable> twice = new ArrayList<>(List.of(attributes.toArray()));
    twice.addAll(List.of(attributes.toArray()));
    DERTaggedObject doubled =
        new DERTaggedObject(false, 0, new DERSequence(twice.toArray(ASN1Encodable[]::new)));
    assertRefused(withInfo(info -> info.set(3, doubled)), UnexpectedParts.class);
  }
}
