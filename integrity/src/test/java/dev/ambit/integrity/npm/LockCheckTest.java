package dev.ambit.integrity.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.tree.LockedFolder;
import dev.ambit.core.tree.TreeException;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.catalog.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCheckTest {
  @TempDir private Path folder;
  private final List<String> entries = new ArrayList<>();

  private static String sri(byte[] bytes) {
    return "sha512-" + Base64.getEncoder().encodeToString(sha512(bytes));
  }

  private static byte[] sha512(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path cached(byte[] tarball) throws IOException {
    String hex = HexFormat.of().formatHex(sha512(tarball));
    Path file = folder.resolve("cache/_cacache/content-v2/sha512/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex.substring(4));
    Files.createDirectories(file.getParent());
    return Files.write(file, tarball);
  }

  private void lock(String location, String integrity, String more) {
    String digest = integrity.isEmpty() ? "" : ", \"integrity\": \"" + integrity + "\"";
    entries.add("\"" + location + "\": {\"version\": \"1.0.0\"" + digest + more + "}");
  }

  private void installed(String path, String text) throws IOException {
    Path file = folder.resolve("app").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private LockCheck check(String... excludes) throws IOException, TreeException, FormatException {
    Path app = Files.createDirectories(folder.resolve("app"));
    String lock = "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"name\": \"app\"}, " + String.join(", ", entries) + "}}";
    Files.writeString(app.resolve("package-lock.json"), lock);
    return LockCheck.of(
        app.toRealPath(), LockedFolder.read(app), new NpmCache(folder.resolve("cache")),
        Excludes.parse("test", List.of(excludes)), Progress.NONE);
  }

  private static List<String> ids(LockCheck check) {
    return check.findings().stream().map(f -> f.id() + " " + (f.location() == null ? "" : f.location().file())).toList();
  }

  private byte[] simple() throws IOException {
    byte[] tarball = new Tars().file("package/package.json", "{}").file("package/lib/a.js", "a").gzip();
    cached(tarball);
    installed("node_modules/a/package.json", "{}");
    installed("node_modules/a/lib/a.js", "a");
    return tarball;
  }

  @Test
  void untouchedPackageIsVerified() throws Exception {
    lock("node_modules/a", sri(simple()), "");
    installed("node_modules/.package-lock.json", "{}");
    Files.createDirectories(folder.resolve("app/node_modules/.bin"));
    Files.createSymbolicLink(folder.resolve("app/node_modules/.bin/a"), Path.of("../a/lib/a.js"));
    LockCheck check = check();
    assertThat(check.findings()).isEmpty();
    assertThat(check.isClean()).isTrue();
    assertThat(check.packages()).isEqualTo(1);
    assertThat(check.files()).isEqualTo(2);
  }

  @Test
  void changedMissingAndExtraFilesAreListed() throws Exception {
    lock("node_modules/a", sri(simple()), "");
    installed("node_modules/a/package.json", "{ }");
    Files.delete(folder.resolve("app/node_modules/a/lib/a.js"));
    installed("node_modules/a/build/Release/a.node", "ELF");
    Files.createSymbolicLink(folder.resolve("app/node_modules/a/link.js"), Path.of("lib/gone.js"));
    LockCheck check = check();
    assertThat(check.isClean()).isFalse();
    assertThat(ids(check))
        .containsExactly(
            "extra-file node_modules/a/build/Release/a.node", "missing-file node_modules/a/lib/a.js",
            "extra-file node_modules/a/link.js", "changed-file node_modules/a/package.json");
    assertThat(check("node_modules/a/build/", "node_modules/a/l*", "package.json").isClean()).isTrue();
  }

  @Test
  void productsOfInstallScriptsWantAReview() throws Exception {
    lock("node_modules/a", sri(simple()), ", \"hasInstallScript\": true");
    installed("node_modules/a/made.js", "made");
    LockCheck check = check();
    assertThat(check.isClean()).isFalse();
    assertThat(check.findings()).singleElement().extracting(Finding::message).asString().contains("its install script may have made it");
    LockCheck accepted = check("node_modules/a/made.js");
    assertThat(accepted.isClean()).isTrue();
    assertThat(accepted.excluded()).isEqualTo(1);
  }

  @Test
  void packagesAndProgramsThatTheLockFileDoesNotKnowAreExtras() throws Exception {
    lock("node_modules/a", sri(simple()), "");
    installed("node_modules/evil/index.js", "evil");
    installed("node_modules/@s/evil/index.js", "evil");
    installed("node_modules/a/node_modules/evil/index.js", "evil");
    installed("node_modules/.bin/tool", "#!/bin/sh");
    installed("elsewhere.js", "own code");
    Files.createSymbolicLink(folder.resolve("app/node_modules/.bin/out"), folder.resolve("app/elsewhere.js"));
    Files.createSymbolicLink(folder.resolve("app/node_modules/linked"), folder.resolve("app"));
    assertThat(ids(check()))
        .containsExactly(
            "extra-file node_modules/.bin/out", "extra-file node_modules/.bin/tool", "extra-package node_modules/@s/evil",
            "extra-package node_modules/a/node_modules/evil", "extra-package node_modules/evil", "extra-file node_modules/linked");
  }

  @Test
  void tarballThatIsNotThereOrNotTheOneIsNotVerified() throws Exception {
    byte[] tarball = simple();
    lock("node_modules/a", sri(tarball), "");
    Path file = cached(tarball);
    byte[] other = new Tars().file("package/package.json", "{}").file("package/lib/a.js", "evil").gzip();
    installed("node_modules/a/lib/a.js", "evil");
    Files.write(file, other);
    assertThat(check().findings()).extracting(Finding::id, Finding::help)
        .containsExactly(tuple("damaged-tarball", "npm cache verify && npm cache add a@1.0.0"));
    Files.delete(file);
    assertThat(check().findings()).extracting(Finding::id, Finding::help).containsExactly(tuple("not-in-cache", "npm cache add a@1.0.0"));
    assertThat(check().packages()).isZero();
  }

  @Test
  void weakOrNoDigestIsNotVerified() throws Exception {
    simple();
    lock("node_modules/a", "sha1-qqqqqqqqqqqqqqqqqqqqqqqqqqo=", "");
    installed("node_modules/git/index.js", "");
    lock("node_modules/git", "", "");
    assertThat(ids(check())).containsExactly("no-integrity node_modules/a", "no-integrity node_modules/git");
  }

  @Test
  void bundledPackagesAreHeldAgainstTheTarballAroundThem() throws Exception {
    byte[] tarball =
        new Tars().file("package/package.json", "{}").file("package/node_modules/b/index.js", "b")
            .file("package/node_modules/c/index.js", "old c").gzip();
    cached(tarball);
    byte[] c = new Tars().file("package/index.js", "c").gzip();
    cached(c);
    lock("node_modules/a", sri(tarball), "");
    lock("node_modules/a/node_modules/b", "", ", \"inBundle\": true");
    lock("node_modules/a/node_modules/c", sri(c), "");
    installed("node_modules/a/package.json", "{}");
    installed("node_modules/a/node_modules/b/index.js", "b");
    installed("node_modules/a/node_modules/c/index.js", "c");
    assertThat(check().findings()).isEmpty();
    installed("node_modules/a/node_modules/b/index.js", "evil");
    assertThat(ids(check())).containsExactly("changed-file node_modules/a/node_modules/b/index.js");
  }

  @Test
  void namesAreThoseThatNpmGives() throws Exception {
    String deep = "d".repeat(90) + "/" + "e".repeat(90) + "/f.js";
    byte[] tarball =
        new Tars().file("x/.gitignore", "ignored").file("x/lib/.npmignore", "first").file("x/lib/.gitignore", "second")
            .file("x/twice.js", "early").file("x/twice.js", "late").entry("x/link.js", '2', "").entry("x/folder", '5', "")
            .pax("path", "x/" + deep).file("x/short", "long").entry("l", 'L', "x/gnu.js\0").file("x/other", "gnu").gzip();
    cached(tarball);
    lock("node_modules/a", sri(tarball), "");
    installed("node_modules/a/.npmignore", "ignored");
    installed("node_modules/a/lib/.npmignore", "first");
    installed("node_modules/a/twice.js", "late");
    installed("node_modules/a/" + deep, "long");
    installed("node_modules/a/gnu.js", "gnu");
    assertThat(check().findings()).isEmpty();
  }

  @Test
  void tarballsThatReadersMayReadDifferentlyAreRefused() throws Exception {
    byte[] broken = new Tars().file("package/a.js", "a").plain();
    broken[1] ^= 1;
    List<byte[]> odd =
        List.of(
            new Tars().file("package/../../a.js", "a").gzip(), new Tars().file("package//a.js", "a").gzip(), broken,
            new byte[0], new Tars().pax("size", "-5").file("package/a.js", "a").gzip(),
            new Tars().entry("package/h", 'g', "15 path=p/b.js\n").file("package/a.js", "a").gzip());
    for (byte[] tarball : odd) {
      entries.clear();
      cached(tarball);
      lock("node_modules/a", sri(tarball), "");
      installed("node_modules/a/a.js", "a");
      assertThat(ids(check())).containsExactly("unreadable-tarball node_modules/a");
    }
  }

  @Test
  void workspacesAreTheProjectsOwnAndTheirPackagesAreNot() throws Exception {
    installed("packages/w/package.json", "{}");
    installed("packages/w/node_modules/evil/index.js", "evil");
    Files.createDirectories(folder.resolve("app/node_modules"));
    Path link = Files.createSymbolicLink(folder.resolve("app/node_modules/w"), Path.of("../packages/w"));
    entries.add("\"packages/w\": {\"version\": \"1.0.0\"}, \"node_modules/w\": {\"resolved\": \"packages/w\", \"link\": true}");
    assertThat(ids(check())).containsExactly("own-folder node_modules/w", "extra-package packages/w/node_modules/evil");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../../elsewhere"));
    Files.createDirectories(folder.resolve("elsewhere"));
    assertThat(ids(check())).startsWith("changed-link node_modules/w");
  }

  @Test
  void packagesThatNpmLeavesOutMayBeAbsentOthersMayNot() throws Exception {
    byte[] tarball = simple();
    lock("node_modules/a", sri(tarball), "");
    lock("node_modules/optional", sri(tarball), ", \"optional\": true");
    lock("node_modules/needed", sri(tarball), "");
    assertThat(ids(check())).containsExactly("missing-package node_modules/needed");
  }

  @Test
  void cacheIsWhereNpmLooks() throws IOException {
    Path project = Files.createDirectories(folder.resolve("p"));
    Path home = Files.createDirectories(folder.resolve("h"));
    assertThat(NpmCache.find(project, Map.of(), home).folder()).isEqualTo(home.resolve(".npm"));
    Files.writeString(home.resolve(".npmrc"), "; cache=no\ncache = ${BASE}/c\n[section]\ncache=other\n");
    assertThat(NpmCache.find(project, Map.of("BASE", "/var"), home).folder()).isEqualTo(Path.of("/var/c"));
    Files.writeString(project.resolve(".npmrc"), "cache=\"~/mine\"\n");
    assertThat(NpmCache.find(project, Map.of(), home).folder()).isEqualTo(home.resolve("mine"));
    assertThat(NpmCache.find(project, Map.of("NPM_CONFIG_CACHE", "/env"), home).folder()).isEqualTo(Path.of("/env"));
  }
}
