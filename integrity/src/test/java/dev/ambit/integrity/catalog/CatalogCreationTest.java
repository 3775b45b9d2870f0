package dev.ambit.integrity.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.sun.management.ThreadMXBean;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCreationTest {
  @TempDir Path root;

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private CatalogCreation create(CatalogFormat format, String... excludes) throws IOException {
    return CatalogCreation.of(root, format, Set.of(), Excludes.parse("test", List.of(excludes)), Progress.NONE);
  }

  @Test
  void digestsAreThoseOfOpenssl() throws Exception {
    write("a.js", "one");
    write("empty.js", "");
    write("lib/ü 😀.js", "two");
    Set<DigestAlgorithm> more = EnumSet.of(DigestAlgorithm.SHA512);
    Catalog catalog = CatalogCreation.of(root, CatalogFormat.JSON, more, Excludes.NONE, Progress.NONE).catalog();
    assertThat(catalog.members().keySet()).containsExactly("a.js", "empty.js", "lib/ü 😀.js");
    for (Member member : catalog.members().values()) {
      assertThat(member.digests().keySet()).containsExactly(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512);
      for (Digest digest : member.digests().values()) {
        Path copy = Files.copy(root.resolve(member.path()), root.resolveSibling("copy-" + digest.base64().hashCode()));
        String said = Tool.succeed(root, "openssl", "dgst", "-" + digest.algorithm().word(), "-r", copy.toString());
        assertThat(said).startsWith(HexFormat.of().formatHex(digest.bytes()));
        Files.delete(copy);
      }
    }
  }

  @Test
  void orderDoesNotDependOnThreadsOrDisk() throws IOException {
    for (int i = 99; i >= 0; i--) {
      write("d" + i % 7 + "/f" + i + ".js", "text " + i);
    }
    Catalog first = create(CatalogFormat.JSON).catalog();
    assertThat(create(CatalogFormat.JSON).catalog()).isEqualTo(first);
    assertThat(new ArrayList<>(first.members().keySet())).isSorted().hasSize(100);
  }

  /// Many more files in one folder than one thread takes at once, and folders deeper than a stack.
  @Test
  void wideAndDeepFoldersAreWholeAndRight() throws IOException {
    for (int i = 0; i < 1000; i++) {
      write("wide/f" + i + ".js", "text " + i);
    }
    Path deep = root;
    for (int i = 0; i < 1500; i++) {
      deep = deep.resolve("d");
      Files.createDirectory(deep);
    }
    Files.writeString(deep.resolve("end.js"), "deep");
    Catalog catalog = create(CatalogFormat.JSON).catalog();
    assertThat(catalog.members()).hasSize(1001);
    catalog.members().forEach((path, member) ->
        assertThat(member.digests().values()).containsExactly(
            DigestAlgorithm.SHA256.of((path.startsWith("wide/")
                ? "text " + path.substring(6, path.length() - 3)
                : "deep").getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void progressIsToldOfEachFileInTurn() throws IOException {
    for (int i = 0; i < 20; i++) {
      write(i + ".js", "x".repeat(i));
    }
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    List<Integer> counts = Collections.synchronizedList(new ArrayList<>());
    CatalogCreation.of(
        root,
        CatalogFormat.CAT2,
        Set.of(),
        Excludes.NONE,
        (path, bytes, done, total) -> {
          told.add(path + " " + bytes + " of " + total);
          counts.add(done);
        });
    assertThat(counts).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(told).contains("19.js 19 of 20").doesNotHaveDuplicates();
  }

  @Test
  void singleFileIsNamedByItself() throws IOException {
    write("lib/a.js", "one");
    Path file = root.resolve("lib/a.js");
    Catalog catalog =
        CatalogCreation.of(file, CatalogFormat.JSON, Set.of(), Excludes.NONE, Progress.NONE).catalog();
    assertThat(catalog.members().keySet()).containsExactly("a.js");
  }

  @Test
  void linksAndSpecialFilesAreFindingsAndNotMembers() throws Exception {
    write("a.js", "one");
    write("folder/b.js", "two");
    Files.createSymbolicLink(root.resolve("in.js"), Path.of("a.js"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(root.resolve("none.js"), Path.of("missing"));
    Files.createSymbolicLink(root.resolve("out"), Path.of(".."));
    Tool.succeed(root, "mkfifo", "pipe");
    write("back\\slash.js", "three");
    CatalogCreation creation = create(CatalogFormat.JSON);
    assertThat(creation.catalog().members().keySet()).containsExactly("a.js", "folder/b.js");
    assertThat(creation.findings()).extracting(Finding::subject, Finding::id, Finding::severity)
        .containsExactly(
            tuple("back\\slash.js", "unnameable-file", Severity.ERROR),
            tuple("in.js", "symbolic-link", Severity.NOTE),
            tuple("loop", "symbolic-link", Severity.NOTE),
            tuple("none.js", "symbolic-link", Severity.REVIEW),
            tuple("out", "symbolic-link", Severity.REVIEW),
            tuple("pipe", "special-file", Severity.REVIEW));
  }

  @Test
  void excludedFilesAreLeftOut() throws IOException {
    write("a.js", "one");
    write("a.md", "text");
    write("test/b.js", "two");
    assertThat(create(CatalogFormat.JSON, "*.md", "test/").catalog().members().keySet()).containsExactly("a.js");
  }

  @Test
  void missingRootAndLinkAsRootAreRefused() throws IOException {
    Path none = root.resolve("no");
    assertThatThrownBy(() -> CatalogCreation.of(none, CatalogFormat.JSON, Set.of(), Excludes.NONE, Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not exist");
    write("a.js", "one");
    Path link = Files.createSymbolicLink(root.resolve("link.js"), Path.of("a.js"));
    assertThatThrownBy(() -> CatalogCreation.of(link, CatalogFormat.JSON, Set.of(), Excludes.NONE, Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a symbolic link");
  }

  @Test
  void hugeFileIsStreamedInLittleMemory() throws Exception {
    Path huge = root.resolve("huge.js");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(100L << 20);
      file.seek(50L << 20);
      file.write(new byte[] {1, 2, 3});
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Member member = FileHash.of("huge.js", huge, EnumSet.of(DigestAlgorithm.SHA256), true);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8L << 20);
    assertThat(member.size().orElse(0)).isEqualTo(100L << 20);
    String said = Tool.succeed(root, "openssl", "dgst", "-sha256", "-r", "huge.js");
    assertThat(member.digests().values()).hasToString("[sha256:" + said.substring(0, 64) + "]");
  }

  @Test
  void formatsRefuseDigestsThatTheyCannotHold() {
    assertThatThrownBy(() -> CatalogCreation.of(
            root, CatalogFormat.CAT2, Set.of(DigestAlgorithm.SHA512), Excludes.NONE, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CatalogCreation.of(
            root, CatalogFormat.JSON, Set.of(DigestAlgorithm.SHA1), Excludes.NONE, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void patternsThatCanNeverMatchAreErrorsWithTheirLine() {
    assertThatThrownBy(() -> Excludes.parse(".ambitignore", List.of("a", "b[", "[z-a]", "c\\")))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            """
            .ambitignore:2:1: pattern `b[` has an open bracket
            .ambitignore:3:1: pattern `[z-a]` has a bracket with a range that runs backwards
            .ambitignore:4:1: pattern `c\\` ends with a backslash""");
  }

  @Test
  void excludesAgreeWithGit() throws Exception {
    List<String> paths =
        List.of(
            "a.js", "b.js", "a.md", "build/x.js", "build/keep.js", "src/build/y.js", "src/a.js", "src/deep/er/a.js",
            "foo/bar/baz.txt", "foo/qux/baz.txt", "doc/x.pdf", "doc/sub/x.pdf", "#hash", "!bang", "with space",
            "trail ", "x/y/z/w", "a]b", "[x]", "back-a", "Z9", "logs/debug/a.log", "logs/b.log", "star*", "q?x");
    List<String> patterns =
        List.of(
            "*.md", "build/", "/build", "/a.js", "src/**/a.js", "**/baz.txt", "foo/**", "foo/*", "!foo/qux/",
            "doc/*.pdf", "\\#hash", "\\!bang", "with space", "trail\\ ", "x/**/w", "[a-b].js", "[!a].js", "a]b",
            "[[]x]", "[[:upper:]][[:digit:]]",
            "logs/**/debug", "*", "!*.js", "!src", "!*/", "star\\*", "q[?]x", "**", "a**s", "/**/w", "# comment", "",
            "/", "b?js", "src/deep", "deep/er/", "**/er/**", "[^b].js", "x/");
    for (String path : paths) {
      write(path, "");
    }
    Tool.succeed(root, "git", "init", "-q", ".");
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      List<String> chosen = new ArrayList<>();
      for (int i = round < patterns.size() ? -1 : random.nextInt(1, 5); i != 0; i = i < 0 ? 0 : i - 1) {
        chosen.add(patterns.get(round < patterns.size() ? round : random.nextInt(patterns.size())));
      }
      Files.write(root.resolve(".gitignore"), chosen);
      String listed = Tool.succeed(root, "git", "ls-files", "-o", "-z", "--exclude-standard");
      List<String> git =
          Stream.of(listed.split("\0")).filter(f -> !f.isEmpty() && !f.equals(".gitignore")).sorted().toList();
      Excludes excludes = Excludes.parse("test", Stream.concat(Stream.of(".git/"), chosen.stream()).toList());
      List<String> ours =
          FolderScan.of(root, excludes).files().keySet().stream()
              .filter(f -> !f.equals(".gitignore") && !f.startsWith(".git/"))
              .sorted()
              .toList();
      assertThat(ours).as("patterns %s", chosen).isEqualTo(git);
    }
  }
}
