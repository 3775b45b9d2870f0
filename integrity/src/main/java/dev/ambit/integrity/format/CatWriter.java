package dev.ambit.integrity.format;

import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.Digest;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;

/// Writes a Windows security catalog as PowerShell's `New-FileCatalog` does; not signed yet. The identifier of
/// the list, random there, follows from the members here, so that equal files at one time give equal bytes.
final class CatWriter {
  /// @param order the tag in hex, which sorts as the tag does
  private record Entry(String order, ASN1Encodable encoded) {
    static Entry of(byte[] tag, ASN1Encodable attributes) {
      return new Entry(HexFormat.of().formatHex(tag), sequence(new DEROctetString(tag), attributes));
    }
  }

  private final boolean first;

  private CatWriter(boolean first) {
    this.first = first;
  }

  /// @param time goes into the list as its date, whole seconds
  static byte[] write(Catalog catalog, Instant time) {
    return new CatWriter(catalog.format() == CatalogFormat.CAT1).signedData(catalog, time);
  }

  private byte[] signedData(Catalog catalog, Instant time) {
    ASN1EncodableVector signedData = new ASN1EncodableVector();
    signedData.add(new ASN1Integer(1));
    signedData.add(new DERSet());
    signedData.add(sequence(CatNames.TRUST_LIST, new DERTaggedObject(true, 0, list(catalog, time))));
    signedData.add(new DERSet());
    return der(
        sequence(PKCSObjectIdentifiers.signedData, new DERTaggedObject(true, 0, new DERSequence(signedData))));
  }

  private ASN1Encodable list(Catalog catalog, Instant time) {
    List<Entry> entries = new ArrayList<>();
    List<ASN1Encodable> empty = new ArrayList<>();
    Set<Digest> shadows = new HashSet<>();
    for (Member member : catalog.members().values()) {
      if (member.size().orElse(-1) == 0) {
        empty.add(sequence(CatNames.NAME_VALUE, new DEROctetString(der(path(member)))));
      } else if (first) {
        entries.add(first(member));
      } else {
        if (shadows.add(digest(member, DigestAlgorithm.SHA1))) {
          byte[] tag = digest(member, DigestAlgorithm.SHA1).bytes();
          entries.add(Entry.of(tag, new DERSet(info2(member))));
        }
        entries.add(second(member));
      }
    }
    // stable: files with equal content stay in the order of their paths
    entries.sort(Comparator.comparing(Entry::order));
    ASN1Encodable members = new DERSequence(entries.stream().map(Entry::encoded).toArray(ASN1Encodable[]::new));
    ASN1Encodable extensions = new DERSequence(empty.toArray(ASN1Encodable[]::new));
    byte[] identity = DigestAlgorithm.SHA256.of(der(sequence(members, extensions))).bytes();

    ASN1EncodableVector list = new ASN1EncodableVector();
    list.add(new DERSequence(CatNames.CATALOG_LIST));
    list.add(new DEROctetString(Arrays.copyOf(identity, 16)));
    list.add(new DERUTCTime(Date.from(time)));
    list.add(sequence(first ? CatNames.MEMBERS_1 : CatNames.MEMBERS_2, DERNull.INSTANCE));
    list.add(members);
    if (!empty.isEmpty()) {
      list.add(new DERTaggedObject(true, 0, extensions));
    }
    return new DERSequence(list);
  }

  private static Entry first(Member member) {
    Digest digest = digest(member, DigestAlgorithm.SHA1);
    byte[] tag = CatNames.utf16(HexFormat.of().withUpperCase().formatHex(digest.bytes()));
    String guid = isProgram(member) ? CatNames.PE_GUID : CatNames.FLAT_GUID;
    ASN1Encodable info = sequence(new DERBMPString(guid), new ASN1Integer(CatNames.CERT_VERSION));
    DERSet attributes =
        new DERSet(
            new ASN1Encodable[] {
              indirect(member, digest),
              attribute(CatNames.MEMBER_INFO, info),
              attribute(CatNames.NAME_VALUE, path(member))
            });
    return Entry.of(tag, attributes);
  }

  private static Entry second(Member member) {
    Digest digest = digest(member, DigestAlgorithm.SHA256);
    DERSet attributes =
        new DERSet(
            new ASN1Encodable[] {
              info2(member), attribute(CatNames.NAME_VALUE, path(member)), indirect(member, digest)
            });
    return Entry.of(digest.bytes(), attributes);
  }

  private static ASN1Encodable info2(Member member) {
    int kind = isProgram(member) ? CatNames.PE_TAG : CatNames.FLAT_TAG;
    ASN1Encodable choice = new DERTaggedObject(false, kind, new DEROctetString(new byte[0]));
    return attribute(CatNames.MEMBER_INFO_2, choice);
  }

  private static ASN1Encodable indirect(Member member, Digest digest) {
    ASN1Encodable link =
        new DERTaggedObject(true, 2, new DERTaggedObject(false, 0, new DERBMPString("")));
    ASN1Encodable data =
        isProgram(member)
            ? sequence(
                CatNames.PE_IMAGE, sequence(new DERBitString(new byte[0]), new DERTaggedObject(true, 0, link)))
            : sequence(CatNames.FLAT_FILE, link);
    ASN1ObjectIdentifier algorithm =
        digest.algorithm() == DigestAlgorithm.SHA1 ? CatNames.SHA1 : CatNames.SHA256;
    DigestInfo info = new DigestInfo(new AlgorithmIdentifier(algorithm, DERNull.INSTANCE), digest.bytes());
    return attribute(CatNames.INDIRECT_DATA, sequence(data, info));
  }

  private static ASN1Encodable path(Member member) {
    byte[] path = CatNames.utf16(member.path().replace('/', '\\'));
    return sequence(
        new DERBMPString(CatNames.FILE_PATH), new ASN1Integer(CatNames.TEXT), new DEROctetString(path));
  }

  private static boolean isProgram(Member member) {
    return member.coverage() == Coverage.AUTHENTICODE;
  }

  private static Digest digest(Member member, DigestAlgorithm algorithm) {
    Digest digest = member.digests().get(algorithm);
    if (digest == null) {
      throw new IllegalArgumentException("`" + member.path() + "` has no " + algorithm.word() + " digest");
    }
    return digest;
  }

  private static ASN1Encodable attribute(ASN1ObjectIdentifier name, ASN1Encodable value) {
    return sequence(name, new DERSet(value));
  }

  private static ASN1Encodable sequence(ASN1Encodable... values) {
    return new DERSequence(values);
  }

  private static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
