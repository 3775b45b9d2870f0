package dev.ambit.integrity.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.Digest;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The quick reader against the thorough one: it accepts nothing that the other refuses, and reads the same.
class CatalogLinesTest {
  private static final String CHARACTERS = "\"\\,:{}= /.0189AaZz+\n\u0000\u00fc\ufffd\ud800";

  private static Member member(String path, int size, DigestAlgorithm... algorithms) {
    byte[] bytes = new byte[size];
    return Member.of(path, OptionalLong.of(size), Coverage.FLAT,
        List.of(algorithms).stream().map(a -> a.of(bytes)).toArray(Digest[]::new));
  }

  private static final String TEXT =
      JsonCatalog.text(
          Catalog.of(
              CatalogFormat.JSON,
              List.of(
                  member("a.js", 0, DigestAlgorithm.SHA256),
                  member("b/\u00fc \ud83d\ude00.js", 10, DigestAlgorithm.SHA256, DigestAlgorithm.SHA512),
                  member("c", 7, DigestAlgorithm.SHA256))));

  private static Optional<Catalog> thorough(String text) {
    try {
      return Optional.of(JsonCatalog.parseAny("c.json", text.getBytes(StandardCharsets.UTF_8)));
    } catch (FormatException e) {
      return Optional.empty();
    }
  }

  private static List<String> changed(String text) {
    List<String> all = new ArrayList<>(List.of(text));
    for (int i = 0; i < text.length(); i++) {
      all.add(text.substring(0, i));
      all.add(text.substring(0, i) + text.substring(i + 1));
      for (int c = 0; c < CHARACTERS.length(); c++) {
        all.add(text.substring(0, i) + CHARACTERS.charAt(c) + text.substring(i + 1));
        all.add(text.substring(0, i) + CHARACTERS.charAt(c) + text.substring(i));
      }
    }
    return all;
  }

  @Test
  void bothReadersAgreeOnEveryChangeOfOneCharacter() {
    int accepted = 0;
    for (String text : changed(TEXT)) {
      Optional<Catalog> quick =
          CatalogLines.read(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
      assertThat(quick).as(text).isEqualTo(thorough(text));
      accepted += quick.isPresent() ? 1 : 0;
    }
    assertThat(accepted).isGreaterThan(100);
  }

  @Test
  void linesOutOfOrderOrDoubledAreLeftToTheThoroughReader() {
    String[] lines = TEXT.split("\n", -1);
    for (String[] order : new String[][] {{lines[4], lines[3]}, {lines[3], lines[3]}}) {
      String text = TEXT.replace(lines[3] + "\n" + lines[4], order[0] + "\n" + order[1]);
      assertThat(CatalogLines.read(text)).isEmpty();
      assertThat(thorough(text)).isEmpty();
    }
  }

  @Test
  void pathsWithQuotesAreReadByTheThoroughReader() throws FormatException {
    Catalog catalog = Catalog.of(CatalogFormat.JSON, List.of(member("a\"b.js", 1, DigestAlgorithm.SHA256)));
    String text = JsonCatalog.text(catalog);
    assertThat(CatalogLines.read(text)).isEmpty();
    assertThat(JsonCatalog.parse("c.json", text.getBytes(StandardCharsets.UTF_8))).isEqualTo(catalog);
  }
}
