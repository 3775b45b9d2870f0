package dev.ambit.integrity.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.Json;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCatalogTest {
  private static final String TEXT =
      """
      {
        "version": 1,
        "files": {
          "a.js": {"size": 3, "sha256": "dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0="},
          "lib/ü.js": {"size": 0, "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", \
      "sha512": "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="}
        }
      }
      """;

  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try {
      Path file = Path.of(System.getProperty("ambit.repo")).resolve("spec/catalog.schema.json");
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Json.MAPPER.readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static Catalog parse(String text) throws FormatException {
    return CatalogFile.parse("c.json", text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean valid(String text) {
    return SCHEMA.validate(Json.MAPPER.readTree(text)).isEmpty();
  }

  @Test
  void textAndCatalogAreTheSameBothWays() throws FormatException {
    byte[] one = "one".getBytes(StandardCharsets.UTF_8);
    Member a = Member.of("a.js", OptionalLong.of(3), Coverage.FLAT, DigestAlgorithm.SHA256.of(one));
    Member empty =
        Member.of(
            "lib/ü.js",
            OptionalLong.of(0),
            Coverage.FLAT,
            DigestAlgorithm.SHA512.of(new byte[0]),
            DigestAlgorithm.SHA256.of(new byte[0]));
    Catalog catalog = Catalog.of(CatalogFormat.JSON, List.of(empty, a));
    assertThat(CatalogFile.toBytes(catalog, Instant.EPOCH)).asString(StandardCharsets.UTF_8).isEqualTo(TEXT);
    assertThat(parse(TEXT)).isEqualTo(catalog);
    assertThat(valid(TEXT)).isTrue();
  }

  @Test
  void catalogOfNothingIsOne() throws FormatException {
    Catalog nothing = Catalog.of(CatalogFormat.JSON, List.of());
    String text = new String(CatalogFile.toBytes(nothing, Instant.EPOCH), StandardCharsets.UTF_8);
    assertThat(parse(text)).isEqualTo(nothing);
    assertThat(valid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a.js", "../a.js", "a/../b.js", "./a.js", "a//b.js", "a/", "C:/a.js", "c:a",
        "a\\\\b", "a\\u0000", "a\\n", "", "."})
  void pathsThatDoNotMeanOneFileAreRefusedHereAndBySchema(String path) {
    String text = TEXT.replace("a.js", path);
    assertThatThrownBy(() -> parse(text)).isInstanceOf(FormatException.class).hasMessageContaining("path");
    assertThat(valid(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", "a..b", ".hidden", "..a/b", "ab:c", "a/C:b", "#", " "})
  void oddPathsThatMeanOneFileAreTaken(String path) throws FormatException {
    String text = TEXT.replace("a.js", path);
    assertThat(parse(text).members()).containsKey(path);
    assertThat(valid(text)).isTrue();
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertThatThrownBy(() -> parse(TEXT.replace("a.js", "\\ud800"))).isInstanceOf(FormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.0", "1e3", "\"3\"", "null", "9999999999999999999"})
  void sizesAreWholeNumbers(String size) {
    String text = TEXT.replace("\"size\": 3", "\"size\": " + size);
    assertThatThrownBy(() -> parse(text)).isInstanceOf(FormatException.class).hasMessageContaining("/files/a.js/size");
  }

  @Test
  void everythingButTheOneFormIsRefused() {
    String other = "is not in the one form that catalogs have";
    assertThatThrownBy(() -> parse(TEXT.strip())).hasMessageContaining(other);
    assertThatThrownBy(() -> parse(TEXT.replace(": {\"size", ":{\"size"))).hasMessageContaining(other);
    assertThatThrownBy(() -> parse(TEXT.replace("ü", "\\u00fc"))).hasMessageContaining(other);
    // the last character of base64 has bits that do not count
    assertThatThrownBy(() -> parse(TEXT.replace("/0Me0=", "/0Me1=")))
        .hasMessageContaining(other);
  }

  @Test
  void disorderDuplicatesAndUnknownKeysAreNamed() {
    assertThatThrownBy(() -> parse(TEXT.replace("a.js", "z.js"))).hasMessageContaining("is out of order");
    assertThatThrownBy(() -> parse(TEXT.replace("lib/ü.js", "a.js"))).hasMessageContaining("is there twice");
    assertThatThrownBy(() -> parse(TEXT.replace("\"size\"", "\"siz\""))).hasMessageContaining("did you mean `size`?");
    assertThatThrownBy(() -> parse(TEXT.replace("\"version\": 1", "\"version\": 2")))
        .hasMessageContaining("is no version that this Ambit knows");
    assertThatThrownBy(() -> parse(TEXT.replace("dpLD", "dp")))
        .hasMessageContaining("is no sha256 digest in base64");
    assertThatThrownBy(() -> parse(TEXT + "{}")).hasMessageContaining("goes on after its end");
    assertThatThrownBy(() -> parse("")).hasMessage("c.json:1:1: is empty");
  }

  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < TEXT.length(); length++) {
      String cut = TEXT.substring(0, length);
      assertThatThrownBy(() -> parse(cut)).as("%d characters", length).isInstanceOf(FormatException.class);
    }
  }
}
