package dev.ambit.integrity.format;

import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.Problem;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.Digest;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Member;
import dev.ambit.integrity.catalog.MemberPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.BERTags;
import org.jspecify.annotations.Nullable;

/// Reads the list of a Windows security catalog: members sorted by tag, each tag the digest it claims to be, each
/// path once, nothing unknown.
final class CatReader {
  private final String file;
  private final SortedMap<String, Member> members = new TreeMap<>();
  private CatalogFormat format = CatalogFormat.CAT2;

  private CatReader(String file) {
    this.file = file;
  }

  static Catalog read(String file, ASN1Sequence list) throws FormatException {
    CatReader reader = new CatReader(file);
    try {
      reader.list(list);
      return new Catalog(reader.format, reader.members);
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw Der.problem(file, "is no security catalog: its parts are not those of one");
    }
  }

  private void list(ASN1Sequence list) throws FormatException {
    demand(list.size() == 5 || list.size() == 6, "its list has " + list.size() + " parts, not 5 or 6");
    ASN1Sequence usage = ASN1Sequence.getInstance(list.getObjectAt(0));
    demand(usage.size() == 1 && usage.getObjectAt(0).equals(CatNames.CATALOG_LIST), "it is no list of files");
    int id = ASN1OctetString.getInstance(list.getObjectAt(1)).getOctets().length;
    demand(id == 16, "the identifier of its list has " + id + " bytes, not 16");
    demand(list.getObjectAt(2) instanceof ASN1UTCTime, "its date is no UTC time");
    ASN1Sequence kind = ASN1Sequence.getInstance(list.getObjectAt(3));
    demand(kind.size() == 2 && kind.getObjectAt(1) instanceof ASN1Null, "its member list has parameters");
    boolean first = kind.getObjectAt(0).equals(CatNames.MEMBERS_1);
    demand(first || kind.getObjectAt(0).equals(CatNames.MEMBERS_2), "its version is neither 1 nor 2");
    format = first ? CatalogFormat.CAT1 : CatalogFormat.CAT2;
    members(ASN1Sequence.getInstance(list.getObjectAt(4)));
    if (list.size() == 6) {
      ASN1TaggedObject extensions = ASN1TaggedObject.getInstance(list.getObjectAt(5), BERTags.CONTEXT_SPECIFIC);
      demand(extensions.getTagNo() == 0, "its extensions have an unknown tag");
      emptyFiles(ASN1Sequence.getInstance(extensions.getExplicitBaseObject()));
    }
  }

  private void members(ASN1Sequence list) throws FormatException {
    demand(list.size() <= 2 * Catalog.MOST_MEMBERS, "it has more than " + Catalog.MOST_MEMBERS + " files");
    byte[] last = {};
    Set<String> shadows = new HashSet<>();
    for (ASN1Encodable element : list) {
      ASN1Sequence member = ASN1Sequence.getInstance(element);
      demand(member.size() == 2, "a member has " + member.size() + " parts, not 2");
      byte[] tag = ASN1OctetString.getInstance(member.getObjectAt(0)).getOctets();
      demand(Arrays.compareUnsigned(last, tag) <= 0, "its members are not sorted");
      last = tag;
      Attributes attributes = attributes(ASN1Set.getInstance(member.getObjectAt(1)));
      if (format == CatalogFormat.CAT2 && tag.length == DigestAlgorithm.SHA1.length()) {
        demand(attributes.path == null && attributes.digest == null, "a SHA-1 member has a name or digest");
        demand(attributes.info != null, "a SHA-1 member does not say what it is");
        demand(shadows.add(HexFormat.of().formatHex(tag)), "a SHA-1 member is there twice");
      } else {
        add(member(tag, attributes));
      }
    }
    demand(shadows.size() <= members.size(), "it has more SHA-1 members than files");
  }

  private Member member(byte[] tag, Attributes attributes) throws FormatException {
    String path = attributes.path;
    Digest digest = attributes.digest;
    if (path == null || digest == null || attributes.info == null) {
      throw bad("a member lacks its name, digest or kind");
    }
    boolean first = format == CatalogFormat.CAT1;
    DigestAlgorithm wanted = first ? DigestAlgorithm.SHA1 : DigestAlgorithm.SHA256;
    demand(digest.algorithm() == wanted, quote(path) + " has a " + digest.algorithm().word() + " digest");
    byte[] expected =
        first ? CatNames.utf16(HexFormat.of().withUpperCase().formatHex(digest.bytes())) : digest.bytes();
    demand(Arrays.equals(expected, tag), "tag and digest of " + quote(path) + " differ");
    demand(attributes.info == attributes.coverage, "the two kinds of " + quote(path) + " differ");
    return Member.of(path, OptionalLong.empty(), attributes.info, digest);
  }

  private void add(Member member) throws FormatException {
    demand(members.put(member.path(), member) == null, quote(member.path()) + " is there twice");
  }

  /// What the attributes of one member say.
  private static final class Attributes {
    @Nullable String path;
    @Nullable Digest digest;
    @Nullable Coverage coverage;
    @Nullable Coverage info;
  }

  private Attributes attributes(ASN1Set set) throws FormatException {
    Attributes found = new Attributes();
    Map<ASN1ObjectIdentifier, Integer> counts = new HashMap<>();
    for (ASN1Encodable element : set) {
      ASN1Sequence attribute = ASN1Sequence.getInstance(element);
      demand(attribute.size() == 2, "an attribute has " + attribute.size() + " parts, not 2");
      ASN1ObjectIdentifier name = ASN1ObjectIdentifier.getInstance(attribute.getObjectAt(0));
      ASN1Set values = ASN1Set.getInstance(attribute.getObjectAt(1));
      demand(values.size() == 1, "attribute `" + name + "` has " + values.size() + " values, not 1");
      ASN1Encodable value = values.getObjectAt(0);
      int count = counts.merge(name, 1, Integer::sum);
      if (name.equals(CatNames.NAME_VALUE)) {
        Optional<String> path = path(value);
        demand(path.isEmpty() || found.path == null, "a member has two names");
        found.path = path.orElse(found.path);
      } else {
        demand(count == 1, "attribute `" + name + "` is there twice");
        if (name.equals(CatNames.INDIRECT_DATA)) {
          indirect(ASN1Sequence.getInstance(value), found);
        } else if (name.equals(CatNames.MEMBER_INFO) && format == CatalogFormat.CAT1) {
          found.info = info(ASN1Sequence.getInstance(value));
        } else if (name.equals(CatNames.MEMBER_INFO_2) && format == CatalogFormat.CAT2) {
          found.info = info2(ASN1TaggedObject.getInstance(value, BERTags.CONTEXT_SPECIFIC));
        } else {
          throw bad("attribute `" + name + "` is unknown");
        }
      }
    }
    return found;
  }

  private Coverage info(ASN1Sequence info) throws FormatException {
    demand(info.size() == 2, "a member's kind has " + info.size() + " parts, not 2");
    ASN1Integer version = ASN1Integer.getInstance(info.getObjectAt(1));
    demand(version.hasValue(CatNames.CERT_VERSION), "a member's kind has version " + version);
    String guid = ASN1BMPString.getInstance(info.getObjectAt(0)).getString();
    return switch (guid) {
      case CatNames.FLAT_GUID -> Coverage.FLAT;
      case CatNames.PE_GUID -> Coverage.AUTHENTICODE;
      default -> throw bad("a member's kind " + quote(guid) + " is unknown");
    };
  }

  private Coverage info2(ASN1TaggedObject info) throws FormatException {
    ASN1Primitive content = info.getBaseUniversal(false, BERTags.OCTET_STRING);
    demand(ASN1OctetString.getInstance(content).getOctets().length == 0, "a member's kind has a value");
    return switch (info.getTagNo()) {
      case CatNames.PE_TAG -> Coverage.AUTHENTICODE;
      case CatNames.FLAT_TAG -> Coverage.FLAT;
      default -> throw bad("a member's kind `" + info.getTagNo() + "` is unknown");
    };
  }

  private void indirect(ASN1Sequence indirect, Attributes found) throws FormatException {
    demand(indirect.size() == 2, "a digest has " + indirect.size() + " parts, not 2");
    ASN1Sequence data = ASN1Sequence.getInstance(indirect.getObjectAt(0));
    demand(data.size() == 2, "a digest does not say what it covers");
    boolean program = data.getObjectAt(0).equals(CatNames.PE_IMAGE);
    demand(program || data.getObjectAt(0).equals(CatNames.FLAT_FILE), "a digest covers something unknown");
    found.coverage = program ? Coverage.AUTHENTICODE : Coverage.FLAT;
    ASN1Sequence digest = ASN1Sequence.getInstance(indirect.getObjectAt(1));
    ASN1Sequence algorithm = ASN1Sequence.getInstance(digest.getObjectAt(0));
    demand(
        digest.size() == 2 && algorithm.size() == 2 && algorithm.getObjectAt(1) instanceof ASN1Null,
        "a digest has other parts than algorithm and value");
    ASN1ObjectIdentifier name = ASN1ObjectIdentifier.getInstance(algorithm.getObjectAt(0));
    boolean sha1 = name.equals(CatNames.SHA1);
    demand(sha1 || name.equals(CatNames.SHA256), "digest algorithm `" + name + "` is unknown");
    byte[] bytes = ASN1OctetString.getInstance(digest.getObjectAt(1)).getOctets();
    found.digest = new Digest(sha1 ? DigestAlgorithm.SHA1 : DigestAlgorithm.SHA256, bytes);
  }

  private void emptyFiles(ASN1Sequence extensions) throws FormatException {
    demand(extensions.size() > 0, "its extensions are empty");
    DigestAlgorithm algorithm =
        format == CatalogFormat.CAT1 ? DigestAlgorithm.SHA1 : DigestAlgorithm.SHA256;
    for (ASN1Encodable element : extensions) {
      ASN1Sequence extension = ASN1Sequence.getInstance(element);
      demand(
          extension.size() == 2 && extension.getObjectAt(0).equals(CatNames.NAME_VALUE),
          "one of its extensions is unknown");
      byte[] value = ASN1OctetString.getInstance(extension.getObjectAt(1)).getOctets();
      Optional<String> path = path(Der.parse(file, value));
      if (path.isPresent()) {
        add(Member.of(path.get(), OptionalLong.of(0), Coverage.FLAT, algorithm.of(new byte[0])));
      }
    }
  }

  /// The path that a name and value give, if they give one.
  private Optional<String> path(ASN1Encodable encoded) throws FormatException {
    ASN1Sequence nameValue = ASN1Sequence.getInstance(encoded);
    demand(nameValue.size() == 3, "a name and value has " + nameValue.size() + " parts, not 3");
    String name = ASN1BMPString.getInstance(nameValue.getObjectAt(0)).getString();
    ASN1Integer flags = ASN1Integer.getInstance(nameValue.getObjectAt(1));
    byte[] value = ASN1OctetString.getInstance(nameValue.getObjectAt(2)).getOctets();
    if (!name.equals(CatNames.FILE_PATH) && !name.equals(CatNames.FILE)) {
      return Optional.empty();
    }
    demand(flags.hasValue(CatNames.TEXT), "a file's path is no text");
    String text = new String(value, StandardCharsets.UTF_16LE);
    String path = text.isEmpty() ? text : text.substring(0, text.length() - 1);
    demand(Arrays.equals(CatNames.utf16(path), value), "a file's path is no text");
    demand(path.indexOf('/') < 0, "path " + quote(path) + " has a slash");
    String portable = path.replace('\\', '/');
    Optional<String> problem = MemberPath.problem(portable);
    if (problem.isPresent()) {
      throw bad(problem.get());
    }
    return Optional.of(portable);
  }

  private static String quote(String text) {
    return Problem.quote(text);
  }

  private void demand(boolean holds, String otherwise) throws FormatException {
    if (!holds) {
      throw bad(otherwise);
    }
  }

  private FormatException bad(String message) {
    return Der.problem(file, "is no security catalog: " + message);
  }
}
