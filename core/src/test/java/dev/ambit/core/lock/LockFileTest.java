package dev.ambit.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Declaration;
import dev.ambit.core.declaration.Realm;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.lock.ReviewedLock.Baseline;
import dev.ambit.core.lock.ReviewedLock.PlatformBound;
import dev.ambit.core.lock.ReviewedLock.Reviewed;
import dev.ambit.core.lock.ReviewedLock.Source;
import dev.ambit.core.tree.PackageId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
  private static final String DIGEST = "sha256-" + "A".repeat(43) + "=";
  private static final String INTEGRITY = "sha512-" + "B".repeat(86) + "==";

  private static ReviewedLock lock(String... ids) {
    ReviewedLock lock = ReviewedLock.EMPTY;
    for (String id : ids) {
      lock = lock.with(PackageId.parse(id), new Reviewed(DIGEST, Source.ANALYSIS, Declaration.NOTHING, false));
    }
    return lock;
  }

  private static String baseline(ReviewedLock lock, String id) {
    return lock.baseline(PackageId.parse(id)).map(Baseline::id).map(PackageId::toString).orElse("none");
  }

  private static ReviewedLock example() {
    Declaration declaration =
        new Declaration(
            new TreeSet<>(
                List.of("fs", "child_process.execFileSync", "process.env.ESBUILD_BINARY_PATH", "native", "dependency:x")
                    .stream()
                    .map(Capability::parse)
                    .toList()),
            Realm.OWN);
    return lock("accepts@2.0.0")
        .with(PackageId.parse("esbuild@0.25.1"), new Reviewed(DIGEST, Source.APPROVED, declaration, true))
        .with(PackageId.parse("@esbuild/linux-x64@0.25.1"), new PlatformBound(INTEGRITY, false))
        .with(PackageId.parse("JSONStream@1.3.5"), new PlatformBound(INTEGRITY, true));
  }

  @Test
  void writtenTextIsSortedWithOnePackageALine() {
    assertThat(LockFile.text(example()))
        .isEqualTo(
            """
            {
              "version": 1,
              "packages": {
                "@esbuild/linux-x64@0.25.1": {"integrity": "INTEGRITY", "platform": true},
                "JSONStream@1.3.5": {"integrity": "INTEGRITY", "platform": true, "installScripts": true},
                "accepts@2.0.0": {"digest": "DIGEST", "source": "analysis", "builtins": [], "globals": []},
                "esbuild@0.25.1": {"digest": "DIGEST", "source": "approved", \
            "builtins": ["child_process.execFileSync", "fs"], "globals": ["process.env.ESBUILD_BINARY_PATH"], \
            "dependencies": ["x"], "native": true, "realm": "own", "installScripts": true}
              }
            }
            """
                .replace("INTEGRITY", INTEGRITY)
                .replace("DIGEST", DIGEST));
    assertThat(LockFile.text(ReviewedLock.EMPTY)).isEqualTo("{\n  \"version\": 1,\n  \"packages\": {}\n}\n");
  }

  @Test
  void writtenLockIsReadBackAndWrittenTheSame(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(LockFile.NAME);
    LockFile.write(file, example());
    assertThat(LockFile.read(file)).isEqualTo(example());
    assertThat(LockFile.text(LockFile.read(file))).isEqualTo(Files.readString(file));
  }

  @Test
  void orderOfInsertionAndLocaleDoNotCount() throws IOException {
    List<String> ids = new ArrayList<>(List.of("i@1.0.0", "I@1.0.0", "a-b@1.0.0", "a_b@1.0.0", "a@10.0.0", "a@9.0.0"));
    String text = LockFile.text(lock(ids.toArray(String[]::new)));
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr", "TR"));
      Collections.shuffle(ids, new Random(7));
      assertThat(LockFile.text(lock(ids.toArray(String[]::new)))).isEqualTo(text);
      assertThat(LockFile.parse("x", text.getBytes(StandardCharsets.UTF_8)).packages()).hasSize(6);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void baselineIsTheExactVersionIfReviewed() {
    assertThat(baseline(lock("a@1.0.0", "a@1.1.0", "a@2.0.0"), "a@1.1.0")).isEqualTo("a@1.1.0");
  }

  @Test
  void baselineIsElseTheHighestReviewedVersionBelow() {
    ReviewedLock lock = lock("a@1.9.0", "a@1.10.0", "a@2.0.0-rc.1", "a@2.0.0", "aa@1.11.0");
    assertThat(baseline(lock, "a@1.11.0")).isEqualTo("a@1.10.0");
    assertThat(baseline(lock, "a@2.0.0-rc.2")).isEqualTo("a@2.0.0-rc.1");
    assertThat(baseline(lock, "a@3.0.0")).isEqualTo("a@2.0.0");
  }

  @Test
  void baselineIsElseTheHighestOfAll() {
    assertThat(baseline(lock("a@1.9.0", "a@1.10.0"), "a@1.0.0")).isEqualTo("a@1.10.0");
  }

  @Test
  void baselineOfAnUnknownNameIsNone() {
    assertThat(baseline(lock("a@1.9.0"), "b@1.9.0")).isEqualTo("none");
  }

  @Test
  void versionThatIsNotSemanticIsLowest() {
    assertThat(baseline(lock("a@0.0.1", "a@weird"), "a@1.0.0")).isEqualTo("a@0.0.1");
    assertThat(baseline(lock("a@0.0.1", "a@weird"), "a@0.0.0")).isEqualTo("a@weird");
  }

  @Test
  void integrityWithoutEndIsRefused() {
    String endless = "{\"version\":1,\"packages\":{\"a@1.0.0\":{\"platform\":true,\"integrity\":\"sha1-AAAA"
        + " sha1-AAAA".repeat(100_000) + "\"}}}";
    assertThatThrownBy(() -> LockFile.parse("x", endless.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("is no subresource integrity");
  }

  @Test
  void entryWithoutRealDigestCannotBeMade() {
    assertThatThrownBy(() -> new Reviewed("sha256-…", Source.AUTHOR, Declaration.NOTHING, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlatformBound("", false)).isInstanceOf(IllegalArgumentException.class);
  }
}
