package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.finding.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files damaged by chance never give anything but a [TreeException] or findings.
class DamagedInputTest {
  private static final List<String> TOKENS =
      List.of(
          "null", "{}", "[]", "\"\"", "5", "-1e999", "true", "{\"a\":1}", "\"..\"", "\"\\u0000\"", "[[[[",
          "\"node_modules/x\"");

  @TempDir Path root;

  @Test
  void aDamagedLockFile() throws Exception {
    Path fixture = Path.of(System.getProperty("ambit.repo"), "core/src/test/resources/tree/fixture");
    byte[] lock = Files.readAllBytes(fixture.resolve("package-lock.json"));
    new Project(root)
        .file("package.json", Files.readString(fixture.resolve("package.json")))
        .installed("node_modules/ms", "{'name': 'ms', 'version': '2.1.3'}")
        .installed("packages/util", "{}")
        .link("node_modules/web", "../packages/web");
    int refused = 0;
    for (int seed = 0; seed < 600; seed++) {
      Files.write(root.resolve("package-lock.json"), damaged(lock, new Random(seed)));
      try {
        PackageTreeReader.read(root).findings().forEach(DamagedInputTest::checkTone);
      } catch (TreeException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d", seed).startsWith("`package-lock.json").doesNotContain("\n", "Exception");
        assertThat(e.help()).isNotBlank();
      }
    }
    assertThat(refused).isBetween(200, 599);
  }

  @Test
  void aDamagedPackageJson() throws Exception {
    byte[] json =
        """
        {"name": "a", "version": "1.0.0", "dependencies": {"b": "1", "@s/c": "*"}, "peerDependencies": {"b": "1"},
        "peerDependenciesMeta": {"b": {"optional": true}}, "devDependencies": {"d": "1"}}
        """
            .getBytes(StandardCharsets.UTF_8);
    Project.of(root, "", "'node_modules/a': {'version': '1.0.0'}").installed("node_modules/a", "{}");
    int found = 0;
    for (int seed = 0; seed < 600; seed++) {
      Files.write(root.resolve("node_modules/a/package.json"), damaged(json, new Random(seed)));
      PackageTree tree = PackageTreeReader.read(root);
      tree.findings().forEach(DamagedInputTest::checkTone);
      assertThat(Project.node(tree, "node_modules/a").id()).hasToString("a@1.0.0");
      found += tree.findings().size();
    }
    assertThat(found).isGreaterThan(300);
  }

  @Test
  void aDamagedPackageJsonOfTheProject() throws Exception {
    byte[] json =
        "{'name': 'app', 'version': '1.0.0', 'dependencies': {'b': '1'}}"
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    new Project(root).lock("");
    int refused = 0;
    for (int seed = 0; seed < 300; seed++) {
      Files.write(root.resolve("package.json"), damaged(json, new Random(seed)));
      try {
        assertThat(PackageTreeReader.read(root).application().id().name()).isEqualTo("app");
      } catch (TreeException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d", seed).startsWith("`package.json:").doesNotContain("\n", "Exception");
      }
    }
    assertThat(refused).isBetween(100, 299);
  }

  @Test
  void endlessNestingIsRefused() {
    Project project = new Project(root).file("package.json", "{}");
    TreeException refused = project.file("package-lock.json", "{'x': " + "[".repeat(200_000)).refused();
    assertThat(refused.getMessage()).startsWith("`package-lock.json:1:").contains("nesting depth");
  }

  private static void checkTone(Finding finding) {
    assertThat(finding.message()).startsWith("`").doesNotEndWith(".").doesNotContain("\n", "\u001b", "Exception");
    assertThat(finding.subject()).doesNotContainPattern("[\\s\\p{Cntrl}]");
  }

  private static byte[] damaged(byte[] whole, Random random) {
    int at = random.nextInt(whole.length);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(whole, at);
      case 1 -> {
        byte[] copy = whole.clone();
        copy[at] ^= (byte) (1 << random.nextInt(8));
        yield copy;
      }
      case 2 -> {
        byte[] copy = whole.clone();
        copy[at] = (byte) "{}[]\",:\\\0\n\u007f5e".charAt(random.nextInt(13));
        yield copy;
      }
      case 3 -> joined(whole, at, random.nextInt(40), "");
      default -> {
        // another value after a colon
        String text = new String(whole, StandardCharsets.UTF_8);
        int colon = text.indexOf(": ", at);
        int end = colon < 0 ? -1 : text.indexOf('\n', colon);
        String token = TOKENS.get(random.nextInt(TOKENS.size()));
        yield colon < 0 ? new byte[0] : joined(whole, colon + 2, Math.max(0, end - colon - 3), token);
      }
    };
  }

  /// Without `length` bytes from `at`, with the text in their place.
  private static byte[] joined(byte[] whole, int at, int length, String text) {
    byte[] middle = text.getBytes(StandardCharsets.UTF_8);
    int rest = Math.min(whole.length, at + length);
    byte[] all = Arrays.copyOf(whole, at + middle.length + whole.length - rest);
    System.arraycopy(middle, 0, all, at, middle.length);
    System.arraycopy(whole, rest, all, at + middle.length, whole.length - rest);
    return all;
  }
}
