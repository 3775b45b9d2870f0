package dev.ambit.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.Json;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.Undeclared;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AssessmentTest {
  private static final String A = "node_modules/a";

  @Test
  void reviewedPackageGetsWhatItWanted() {
    Trees trees = new Trees().with("a@1.0.0", "fs.readFile", "fetch");
    Standing a = standing(trees.assess(trees.reviewed(), Undeclared.NONE));
    assertThat(a.review()).isEqualTo(Review.REVIEWED);
    assertThat(a.allows(Capability.parse("fs.readFile"))).isTrue();
    assertThat(a.allows(Capability.parse("fs.writeFile"))).isFalse();
    assertThat(Audit.findings(trees.assess(trees.reviewed(), Undeclared.NONE))).isEmpty();
  }

  @Test
  void newVersionThatWantsMoreGetsWhatWasReviewed() {
    ReviewedLock baseline = new Trees().with("a@1.0.0", "fs.readFile").reviewed();
    Assessment assessment = new Trees().with("a@1.0.1", "fs.readFile", "child_process.exec").assess(baseline, Undeclared.NONE);
    Standing a = standing(assessment);
    assertThat(a.review()).isEqualTo(Review.GROWN);
    assertThat(a.growth()).extracting(Capability::text).containsExactly("child_process.exec");
    assertThat(a.allows(Capability.parse("child_process.exec"))).isFalse();
    assertThat(a.allows(Capability.parse("fs.readFile"))).isTrue();
    Finding finding = Audit.findings(assessment).getFirst();
    assertThat(finding.id()).isEqualTo("growth");
    assertThat(finding.severity()).isEqualTo(Severity.REVIEW);
    assertThat(finding.message()).isEqualTo("`a@1.0.1` wants more than the reviewed `a@1.0.0`: `child_process.exec`");
    assertThat(String.valueOf(finding.location())).isEqualTo("node_modules/a/index.js:2:1");
    assertThat(finding.help()).isEqualTo("ambit approve a@1.0.1");
  }

  @Test
  void newVersionThatWantsLessIsSilent() {
    ReviewedLock baseline = new Trees().with("a@1.0.0", "fs.readFile", "fetch").reviewed();
    Assessment assessment = new Trees().with("a@1.0.1", "fetch").assess(baseline, Undeclared.NONE);
    assertThat(standing(assessment).review()).isEqualTo(Review.CHANGED);
    assertThat(Audit.findings(assessment)).isEmpty();
  }

  @Test
  void otherContentOfTheSameVersionIsToldEvenWithoutGrowth() {
    ReviewedLock baseline = new Trees().with("a@1.0.0", "fs.readFile", "fetch").reviewed();
    Assessment assessment = new Trees().with("a@1.0.0", "fetch").assess(baseline, Undeclared.NONE);
    assertThat(Audit.findings(assessment)).extracting(Finding::id).containsExactly("changed-content");
  }

  @Test
  void wholeBuiltinIsGrowthOverOneOfItsMembers() {
    ReviewedLock baseline = new Trees().with("a@1.0.0", "fs.readFile").reviewed();
    Standing a = standing(new Trees().with("a@1.0.1", "fs").assess(baseline, Undeclared.NONE));
    assertThat(a.growth()).extracting(Capability::text).containsExactly("fs");
  }

  @Test
  void authorsOwnDeclarationCannotWidenWhatWasReviewed() {
    ReviewedLock baseline = new Trees().with("a@1.0.0", "path").reviewed();
    Standing a =
        standing(new Trees().with("a@1.0.1", "path").authored("a", "path", "child_process").assess(baseline, Undeclared.NONE));
    assertThat(a.review()).isEqualTo(Review.GROWN);
    assertThat(a.allows(Capability.parse("child_process"))).isFalse();
  }

  @Test
  void newDependencyOfAKnownPackageIsGrowth() {
    ReviewedLock baseline = new Trees().with("run@1.0.0", "child_process").with("a@1.0.0").reviewed();
    Assessment assessment =
        new Trees().with("run@1.0.0", "child_process").with("a@1.0.1", "dependency:run").listing("a", "run").assess(baseline, Undeclared.NONE);
    assertThat(standing(assessment).growth()).extracting(Capability::text).containsExactly("dependency:run");
    JsonNode manifest = manifest(assessment, Mode.ENFORCE);
    assertThat(manifest.path("packages").path(1).path("id").stringValue()).isEqualTo("a@1.0.1");
    assertThat(manifest.path("packages").path(1).path("dependencies").isEmpty()).isTrue();
  }

  @Test
  void unreviewedPackageGetsNothingSomeOrAll() {
    Trees trees = new Trees().with("a@1.0.0", "path", "child_process");
    Standing none = standing(trees.assess(ReviewedLock.EMPTY, Undeclared.NONE));
    assertThat(none.review()).isEqualTo(Review.UNREVIEWED);
    assertThat(none.effective().capabilities()).isEmpty();
    Standing safe = standing(trees.assess(ReviewedLock.EMPTY, Undeclared.SAFE));
    assertThat(safe.effective().capabilities()).extracting(Capability::text).containsExactly("path");
    assertThat(standing(trees.assess(ReviewedLock.EMPTY, Undeclared.ALLOW)).authority()).isEqualTo(Authority.FULL);
  }

  @Test
  void unreviewedPackageThatItsAuthorDeclaredNeverGetsMoreThanThat() {
    Trees trees = new Trees().with("a@1.0.0", "path", "child_process").authored("a", "path");
    Standing a = standing(trees.assess(ReviewedLock.EMPTY, Undeclared.ALLOW));
    assertThat(a.authority()).isEqualTo(Authority.DECLARED);
    assertThat(a.effective().capabilities()).extracting(Capability::text).containsExactly("path");
  }

  @Test
  void packageThatNothingLocksHasNoBaselineAndNoGrantWhateverItCallsItself() {
    ReviewedLock baseline = new Trees().with("a@1.0.0", "child_process").reviewed();
    Standing a = standing(new Trees().unlocked("a@1.0.0", "child_process").allowing("fs").assess(baseline, Undeclared.NONE));
    assertThat(a.review()).isEqualTo(Review.UNLOCKED);
    assertThat(a.effective().capabilities()).isEmpty();
  }

  @Test
  void grantsAddAndDenialsTakeAwayWhoeverGave() {
    Trees trees = new Trees().with("a@1.0.0", "fs", "path").allowing("fetch").denying("fs.writeFile");
    Standing a = standing(trees.assess(trees.reviewed(), Undeclared.NONE));
    assertThat(a.allows(Capability.parse("fetch"))).isTrue();
    assertThat(a.allows(Capability.parse("fs.readFile"))).isTrue();
    assertThat(a.allows(Capability.parse("fs.writeFile"))).isFalse();
    JsonNode entry = manifest(trees.assess(trees.reviewed(), Undeclared.NONE), Mode.ENFORCE).path("packages").path(1);
    assertThat(entry.path("denied").toString()).isEqualTo("[\"fs.writeFile\"]");
    assertThat(entry.path("builtins").toString()).isEqualTo("[\"fs\",\"path\"]");
    assertThat(entry.path("globals").toString()).isEqualTo("[\"fetch\"]");
  }

  @Test
  void probingADangerousGlobalWantsNothingProbingAnotherOrABuiltinWantsIt() {
    Trees trees = new Trees().with("a@1.0.0", "typeof fetch", "typeof process", "typeof process.on", "typeof navigator", "typeof net.connect");
    assertThat(standing(trees.assess(trees.reviewed(), Undeclared.NONE)).effective().capabilities())
        .extracting(Capability::text)
        .containsExactly("net.connect", "navigator");
  }

  @Test
  void memberOfSomethingUnknownIsWantedWhereThePackageHandsTheGlobalObjectOn() {
    assertThat(wanted("globalThis?.WebSocket", "globalThis?.process.exit")).isEmpty();
    assertThat(wanted("handing on globalThis", "globalThis?.WebSocket", "globalThis?.process.exit"))
        .isEqualTo(Trees.set("WebSocket", "process.exit"));
  }

  @Test
  void doorIsWantedBesidesTheWholeProcess() {
    assertThat(wanted("process", "process.exit", "process.binding")).isEqualTo(Trees.set("process", "process.binding"));
    assertThat(wanted("process", "process?.dlopen")).isEqualTo(Trees.set("process", "process.dlopen"));
    assertThat(wanted("process.exit", "process?.dlopen")).isEqualTo(Trees.set("process.exit"));
  }

  @Test
  void updateThatUsesADoorHasGrownOverTheWholeProcess() {
    ReviewedLock baseline = new Trees().with("a@1.0.0", "process").reviewed();
    Assessment now = new Trees().with("a@1.0.1", "process", "process.dlopen").assess(baseline, Undeclared.NONE);
    assertThat(standing(now).growth()).isEqualTo(Trees.set("process.dlopen"));
  }

  private static SortedSet<Capability> wanted(String... seen) {
    return standing(new Trees().with("a@1.0.0", seen).assess(ReviewedLock.EMPTY, Undeclared.NONE)).declared().capabilities();
  }

  @Test
  void applicationComesFirstAndOwnsEverything() {
    JsonNode manifest = manifest(new Trees().with("a@1.0.0").assess(ReviewedLock.EMPTY, Undeclared.NONE), Mode.OBSERVE);
    assertThat(manifest.path("mode").stringValue()).isEqualTo("observe");
    assertThat(manifest.path("packages").path(0).path("authority").stringValue()).isEqualTo("own");
    assertThat(manifest.path("packages").path(0).path("location").stringValue()).isEmpty();
  }

  @Test
  void theApplicationsFilesFollowWhatItReplacesOnItsGlobalObject() {
    Trees trees =
        new Trees()
            .application("replacing fetch", "replacing mine", "replacing console", "naming fetch", "naming Date", "naming mine")
            .with("a@1.0.0", "replacing Date", "naming Date", "naming fetch");
    JsonNode manifest = manifest(trees.assess(trees.reviewed(), Undeclared.NONE), Mode.ENFORCE);
    assertThat(manifest.path("replaced").valueStream().map(JsonNode::stringValue)).containsExactly("fetch");
    assertThat(names(manifest, 0)).containsExactly("fetch", "mine");
    assertThat(names(manifest, 1)).containsExactly("fetch");
  }

  @Test
  void whoWritesComputedNamesOnTheGlobalObjectMayReplaceAnyThatItUses() {
    Trees trees = new Trees().application("replacing […]", "naming fetch", "naming Date", "naming console", "naming globalThis");
    JsonNode manifest = manifest(trees.assess(trees.reviewed(), Undeclared.NONE), Mode.ENFORCE);
    assertThat(manifest.path("replaced").valueStream().map(JsonNode::stringValue)).containsExactly("Date", "fetch");
    assertThat(names(manifest, 0)).containsExactly("Date", "fetch", "globalThis");
  }

  @Test
  void whatAPackageReplacesIsItsOwnUntilAGrantMakesItEverybodys() {
    Trees trees = new Trees().application("naming Date", "naming mine").with("a@1.0.0", "replacing Date", "naming Date", "http");
    Assessment alone = trees.assess(trees.reviewed(), Undeclared.NONE);
    assertThat(standing(alone).replacedForItself().keySet()).containsExactly((Capability.Patch) Capability.parse("patch:globalThis.Date"));
    assertThat(standing(alone).inference().evidence().keySet()).noneMatch(Capability.Patch.class::isInstance);
    assertThat(manifest(alone, Mode.ENFORCE).has("patches")).isFalse();
    assertThat(manifest(alone, Mode.OBSERVE).has("patches")).isFalse();

    Assessment granted = trees.allowing("patch:globalThis.Date", "patch:https").denying("patch:https.get").assess(trees.reviewed(), Undeclared.NONE);
    assertThat(standing(granted).replacedForItself()).isEmpty();
    JsonNode manifest = manifest(granted, Mode.ENFORCE);
    assertThat(manifest.path("patches").toString()).isEqualTo("[\"globalThis.Date\",\"https.request\"]");
    assertThat(manifest.path("packages").path(1).path("patches").toString()).isEqualTo("[\"globalThis.Date\",\"https.request\"]");
    assertThat(manifest.path("packages").path(0).has("patches")).isFalse();
    assertThat(names(manifest, 0)).containsExactly("Date", "mine");
    assertThat(manifest.path("packages").path(1).path("files").path("index.js").path(3).toString()).isEqualTo("[\"Date\"]");
  }

  private static List<String> names(JsonNode manifest, int index) {
    return manifest.path("packages").path(index).path("files").path("index.js").path(2).valueStream().map(JsonNode::stringValue).toList();
  }

  @Test
  void equalInputGivesEqualBytes() {
    Trees trees = new Trees().with("b@1.0.0", "fs", "path").with("a@1.0.0", "fetch", "dependency:b").listing("a", "b");
    byte[] first = PolicyCompiler.compile(trees.assess(trees.reviewed(), Undeclared.NONE), Mode.ENFORCE).toBytes();
    byte[] second = PolicyCompiler.compile(trees.assess(trees.reviewed(), Undeclared.NONE), Mode.ENFORCE).toBytes();
    assertThat(first).isEqualTo(second);
  }

  private static Standing standing(Assessment assessment) {
    return Objects.requireNonNull(assessment.standings().get(A));
  }

  private static JsonNode manifest(Assessment assessment, Mode mode) {
    JsonNode json = Json.MAPPER.readTree(PolicyCompiler.compile(assessment, mode).toBytes());
    assertThat(json.path("version").intValue()).isEqualTo(1);
    assertThat(List.of("enforce", "observe")).contains(json.path("mode").stringValue());
    return json;
  }
}
