package dev.ambit.integrity.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogCheckTest {
  @TempDir Path root;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(root.resolve("a.js"), "one");
    Files.writeString(root.resolve("b.js"), "two");
    Files.writeString(root.resolve("empty.js"), "");
  }

  private Catalog create(CatalogFormat format) throws IOException {
    return CatalogCreation.of(root, format, Set.of(), Excludes.NONE, Progress.NONE).catalog();
  }

  private List<String> check(Catalog catalog) throws IOException {
    CatalogCheck check = CatalogCheck.of(catalog, root, Excludes.NONE, Progress.NONE);
    assertThat(check.isClean()).isEqualTo(check.findings().isEmpty());
    return check.findings().stream().map(f -> f.id() + ": " + f.message()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void untouchedFilesPass(CatalogFormat format) throws IOException {
    assertThat(check(create(format))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void missingExtraAndChangedFilesAreFound(CatalogFormat format) throws IOException {
    Catalog catalog = create(format);
    Files.writeString(root.resolve("a.js"), "on3");
    Files.delete(root.resolve("b.js"));
    Files.writeString(root.resolve("c.js"), "new");
    Files.writeString(root.resolve("empty.js"), "no more");
    assertThat(check(catalog))
        .containsExactly(
            "changed-file: `a.js` is not what the catalog says",
            "missing-file: `b.js` is in the catalog but not on the disk",
            "extra-file: `c.js` is not in the catalog",
            "changed-file: `empty.js` is not what the catalog says");
  }

  @ParameterizedTest
  @EnumSource
  void renamedFileIsRefused(CatalogFormat format) throws IOException {
    Catalog catalog = create(format);
    Files.move(root.resolve("b.js"), root.resolve("c.js"));
    assertThat(check(catalog))
        .containsExactly(
            "missing-file: `b.js` is in the catalog but not on the disk",
            "extra-file: `c.js` is not in the catalog; it has the content of `b.js`, so it was renamed or copied");
  }

  @ParameterizedTest
  @EnumSource
  void swappedFilesAreRefused(CatalogFormat format) throws IOException {
    Catalog catalog = create(format);
    Files.writeString(root.resolve("a.js"), "two");
    Files.writeString(root.resolve("b.js"), "one");
    assertThat(check(catalog))
        .containsExactly(
            "changed-file: `a.js` is not what the catalog says; it has the content of `b.js`,"
                + " so it was renamed or copied",
            "changed-file: `b.js` is not what the catalog says; it has the content of `a.js`,"
                + " so it was renamed or copied");
  }

  @Test
  void fileReplacedByLinkIsRefused() throws IOException {
    Catalog catalog = create(CatalogFormat.JSON);
    Files.delete(root.resolve("b.js"));
    Files.createSymbolicLink(root.resolve("b.js"), Path.of("a.js"));
    CatalogCheck check = CatalogCheck.of(catalog, root, Excludes.NONE, Progress.NONE);
    assertThat(check.findings()).extracting(Finding::id).containsExactly("missing-file", "symbolic-link");
    assertThat(check.isClean()).isFalse();
  }

  @Test
  void catalogWithinItsFolderIsLeftOutByName() throws IOException {
    Catalog catalog = create(CatalogFormat.JSON);
    Files.writeString(root.resolve("x[1].json"), "{}");
    Excludes excludes = Excludes.NONE.andFile("x[1].json");
    assertThat(CatalogCheck.of(catalog, root, excludes, Progress.NONE).findings()).isEmpty();
    Files.writeString(root.resolve("x1.json"), "{}");
    assertThat(CatalogCheck.of(catalog, root, excludes, Progress.NONE).findings())
        .extracting(Finding::subject)
        .containsExactly("x1.json");
  }

  @Test
  void diffTellsAddedRemovedAndChanged() throws IOException {
    Catalog before = create(CatalogFormat.JSON);
    Files.writeString(root.resolve("a.js"), "changed");
    Files.delete(root.resolve("b.js"));
    Files.writeString(root.resolve("c.js"), "new");
    Catalog after = create(CatalogFormat.CAT2);
    CatalogDiff diff = CatalogDiff.of(before, after);
    assertThat(diff.added()).extracting(Member::path).containsExactly("c.js");
    assertThat(diff.removed()).extracting(Member::path).containsExactly("b.js");
    assertThat(diff.changed()).extracting(change -> change.after().path()).containsExactly("a.js");
    assertThat(diff.incomparable()).isEmpty();
    assertThat(diff.isEmpty()).isFalse();
    assertThat(CatalogDiff.of(after, after).isEmpty()).isTrue();
  }

  @Test
  void contentsWithoutCommonDigestAreNotCalledEqual() throws IOException {
    CatalogDiff diff = CatalogDiff.of(create(CatalogFormat.CAT1), create(CatalogFormat.JSON));
    assertThat(diff.incomparable()).hasSize(3);
    assertThat(diff.isEmpty()).isFalse();
  }

  @Test
  void sha1AloneDoesNotMakeTwoStrongerMembersEqual() {
    Digest sha1 = DigestAlgorithm.SHA1.of(new byte[1]);
    Member weak = Member.of("a", OptionalLong.empty(), Coverage.FLAT, sha1);
    Member both =
        Member.of("a", OptionalLong.empty(), Coverage.FLAT, sha1, DigestAlgorithm.SHA256.of(new byte[1]));
    assertThat(weak.compare(both)).isEqualTo(Member.Comparison.INCOMPARABLE);
    assertThat(weak.compare(weak)).isEqualTo(Member.Comparison.SAME);
    assertThat(both.compare(both)).isEqualTo(Member.Comparison.SAME);
  }
}
