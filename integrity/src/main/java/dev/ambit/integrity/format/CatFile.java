package dev.ambit.integrity.format;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.Catalog;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/// A Windows security catalog with its envelope.
///
/// @param catalog what it lists
/// @param list the list as it is written; a signature covers its value
/// @param envelope the signed data around it
public record CatFile(Catalog catalog, ASN1Sequence list, SignedData envelope) {

  /// Reads a catalog, signed or not; looks at no signature.
  ///
  /// @param file as messages should name it
  /// @throws FormatException when it is none
  public static CatFile parse(String file, byte[] bytes) throws FormatException {
    ASN1Sequence list;
    SignedData envelope;
    try {
      ContentInfo outer = ContentInfo.getInstance(Der.parse(file, bytes));
      if (!outer.getContentType().equals(PKCSObjectIdentifiers.signedData)) {
        throw Der.problem(file, "is no security catalog: content type `" + outer.getContentType() + "`");
      }
      envelope = SignedData.getInstance(outer.getContent());
      ContentInfo inner = envelope.getEncapContentInfo();
      if (!inner.getContentType().equals(CatNames.TRUST_LIST) || inner.getContent() == null) {
        throw Der.problem(file, "is no security catalog: content type `" + inner.getContentType() + "`");
      }
      list = ASN1Sequence.getInstance(inner.getContent());
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw Der.problem(file, "is no security catalog: its parts are not those of one");
    }
    return new CatFile(CatReader.read(file, list), list, envelope);
  }

  /// Whether anyone has signed it; says nothing about the signature.
  public boolean isSigned() {
    return envelope.getSignerInfos().size() > 0;
  }
}
