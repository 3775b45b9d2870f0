package dev.ambit.integrity.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.Programs;
import dev.ambit.integrity.Tool;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogCreation;
import dev.ambit.integrity.catalog.CatalogDiff;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.catalog.Member;
import dev.ambit.integrity.catalog.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatFileTest {
  private static final Instant TIME = Instant.parse("2026-06-01T12:34:56Z");
  private static final int MEMBERS = 4;

  @TempDir Path root;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(root.resolve("lib"));
    Files.writeString(root.resolve("a.js"), "one");
    Files.writeString(root.resolve("lib/same.js"), "one");
    Files.writeString(root.resolve("lib/ü 😀.json"), "{}");
    Files.writeString(root.resolve("empty.js"), "");
    Files.write(root.resolve("addon.node"), Programs.library("addon", 5));
  }

  private Catalog create(CatalogFormat format) throws IOException {
    return CatalogCreation.of(root, format, Set.of(), Excludes.NONE, Progress.NONE).catalog();
  }

  private byte[] bytes(CatalogFormat format) throws IOException {
    return CatalogFile.toBytes(create(format), TIME);
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT1", "CAT2"})
  void whatIsWrittenIsRead(CatalogFormat format) throws IOException {
    Catalog written = create(format);
    Catalog read = CatalogFile.parse("x.cat", bytes(format));
    assertThat(read.format()).isEqualTo(format);
    assertThat(CatalogDiff.of(written, read).removed()).isEmpty();
    for (Member member : read.members().values()) {
      Coverage coverage = member.path().endsWith(".node") ? Coverage.AUTHENTICODE : Coverage.FLAT;
      assertThat(member.coverage()).isEqualTo(coverage);
      Member before = Objects.requireNonNull(written.members().get(member.path()));
      assertThat(before.digests()).containsAllEntriesOf(member.digests());
    }
    assertThat(read.members().keySet())
        .containsExactly("a.js", "addon.node", "empty.js", "lib/same.js", "lib/ü 😀.json");
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT1", "CAT2"})
  void sameFilesAtTheSameTimeGiveTheSameBytes(CatalogFormat format) throws IOException {
    assertThat(bytes(format)).isEqualTo(bytes(format));
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT1", "CAT2"})
  void opensslReadsTheStructure(CatalogFormat format) throws Exception {
    Path folder = Files.createTempDirectory("cat");
    Files.write(folder.resolve("x.cat"), bytes(format));
    String said = Tool.succeed(folder, "openssl", "asn1parse", "-inform", "DER", "-in", "x.cat");
    assertThat(said)
        .contains("pkcs7-signedData")
        .contains("1.3.6.1.4.1.311.10.1")
        .contains("1.3.6.1.4.1.311.12.1.1")
        .contains(format == CatalogFormat.CAT1 ? "1.3.6.1.4.1.311.12.1.2" : "1.3.6.1.4.1.311.12.1.3")
        .contains("1.3.6.1.4.1.311.12.2.1")
        .contains("UTCTIME           :260601123456Z");
    assertThat(said.lines().filter(line -> line.contains("Microsoft Indirect Data") || line.contains("311.2.1.4")))
        .hasSize(MEMBERS);
    Files.delete(folder.resolve("x.cat"));
    Files.delete(folder);
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT1", "CAT2"})
  void everyTruncationAndEveryTailIsRefused(CatalogFormat format) throws IOException {
    byte[] good = bytes(format);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> CatFile.parse("x.cat", cut)).as("%d bytes", length).isInstanceOf(FormatException.class);
    }
    assertThatThrownBy(() -> CatFile.parse("x.cat", Arrays.copyOf(good, good.length + 1)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("goes on for 1 bytes after its end");
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT1", "CAT2"})
  void flippedBytesGiveACatalogOrATypedError(CatalogFormat format) throws IOException {
    byte[] good = bytes(format);
    int refused = 0;
    for (int i = 0; i < good.length; i++) {
      for (int flip : new int[] {1, 0x80, 0xff}) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) flip;
        try {
          CatFile.parse("x.cat", bad);
        } catch (FormatException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(good.length);
  }

  private static byte[] withList(byte[] cat, UnaryOperator<ASN1Encodable[]> change) throws IOException {
    SignedData data = SignedData.getInstance(ContentInfo.getInstance(ASN1Primitive.fromByteArray(cat)).getContent());
    ASN1Encodable[] parts = ASN1Sequence.getInstance(data.getEncapContentInfo().getContent()).toArray();
    ContentInfo inner =
        new ContentInfo(CatNames.TRUST_LIST, new DERSequence(change.apply(parts)));
    ASN1Encodable[] outer = ASN1Sequence.getInstance(data.toASN1Primitive()).toArray();
    outer[2] = new DERSequence(
        new ASN1Encodable[] {inner.getContentType(), new DERTaggedObject(true, 0, inner.getContent())});
    DERTaggedObject body = new DERTaggedObject(true, 0, new DERSequence(outer));
    ASN1Encodable type = ContentInfo.getInstance(ASN1Primitive.fromByteArray(cat)).getContentType();
    return new DERSequence(new ASN1Encodable[] {type, body}).getEncoded(ASN1Encoding.DER);
  }

  private static byte[] withMembers(byte[] cat, UnaryOperator<List<ASN1Encodable>> change) throws IOException {
    return withList(
        cat,
        parts -> {
          List<ASN1Encodable> members = new ArrayList<>(List.of(ASN1Sequence.getInstance(parts[4]).toArray()));
          parts[4] = new DERSequence(change.apply(members).toArray(ASN1Encodable[]::new));
          return parts;
        });
  }

  private static int attributes(ASN1Sequence member) {
    return ASN1Set.getInstance(member.getObjectAt(1)).size();
  }

  private static void assertRefused(byte[] cat, String message) {
    assertThatThrownBy(() -> CatFile.parse("x.cat", cat))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("x.cat: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT1", "CAT2"})
  void reorderedDuplicatedAndMixedUpMembersAreRefused(CatalogFormat format) throws IOException {
    byte[] good = bytes(format);
    assertThat(withList(good, parts -> parts)).isEqualTo(good);
    assertRefused(
        withMembers(
            good,
            members -> {
              Collections.swap(members, 0, members.size() - 1);
              return members;
            }),
        "its members are not sorted");
    assertRefused(
        withMembers(
            good,
            members -> {
              members.add(members.getLast());
              return members;
            }),
        "is there twice");
    // the tag of one file with the attributes of another
    assertRefused(
        withMembers(
            good,
            members -> {
              List<ASN1Sequence> files =
                  members.stream().map(ASN1Sequence::getInstance).filter(m -> attributes(m) > 1).toList();
              ASN1Sequence last = files.getLast();
              ASN1Encodable tag = last.getObjectAt(0);
              ASN1Sequence other =
                  files.stream().filter(m -> !m.getObjectAt(0).equals(tag)).findFirst().orElseThrow();
              ASN1Encodable mixed =
                  new DERSequence(new ASN1Encodable[] {tag, other.getObjectAt(1)});
              members.set(members.indexOf(last), mixed);
              return members;
            }),
        "tag and digest of ");
    assertRefused(withList(good, parts -> Arrays.copyOf(parts, 4)), "its list has 4 parts");
    assertRefused(
        withList(
            good,
            parts -> {
              ASN1TaggedObject extensions = (ASN1TaggedObject) parts[5].toASN1Primitive();
              parts[5] = new DERTaggedObject(true, 1, extensions.getExplicitBaseObject());
              return parts;
            }),
        "unknown tag");
  }

  @Test
  void otherSignedDataAndOtherBytesAreRefused() throws IOException {
    assertRefused(new byte[] {0x30, (byte) 0x80, 0, 0}, "has a length that DER does not allow");
    assertRefused(new byte[] {0x30, (byte) 0x81, 1, 5}, "longer than needed");
    assertThatThrownBy(() -> CatFile.parse("x.cat", new byte[] {5, 0})).isInstanceOf(FormatException.class);
    byte[] deep = new byte[400];
    for (int i = 0; i < 200; i += 2) {
      deep[i] = 0x30;
      deep[i + 1] = (byte) 0x80;
    }
    assertThatThrownBy(() -> CatFile.parse("x.cat", deep)).isInstanceOf(FormatException.class);
    Files.write(root.resolve("empty.cat"), new byte[0]);
    assertThatThrownBy(() -> CatalogFile.read(root.resolve("empty.cat"))).hasMessageContaining("is empty");
    assertThatThrownBy(() -> CatalogFile.read(root)).hasMessageContaining("is not a regular file");
  }
}
