package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Only signed files are loaded: each kind of file, each way to load it, each Node line. Every attack shows its effect plain,
/// has none enforced, and the signed file still works.
class EnforcementTest extends EnforcedApplication {
  private static final List<String> CODE = List.of("plain.js", "common.cjs", "extensionless", "other.ending", "module.mjs", "detected.js",
      "typed.ts", "detected.ts", "module.mts", "common.cts");

  /// Every way to load, with a file that it can load.
  static Stream<Arguments> loads() {
    Stream<Arguments> code =
        Stream.of("require", "import", "importWithQuery").flatMap(how -> CODE.stream()
            // Node imports no unknown ending
            .filter(file -> !(how.startsWith("import") && file.equals("other.ending")))
            .map(file -> Arguments.of(how, file)));
    Stream<Arguments> started =
        Stream.of("worker", "workerWithoutEnvironment", "fork", "forkWithoutEnvironment", "spawnSync", "exec")
            .flatMap(how -> Stream.of("plain.js", "module.mjs", "typed.ts").map(file -> Arguments.of(how, file)));
    Stream<Arguments> others =
        Stream.of(
            Arguments.of("require", "data.json"),
            Arguments.of("importJson", "data.json"),
            Arguments.of("import", "binary.wasm"),
            Arguments.of("require", "addon.node"),
            Arguments.of("dlopen", "addon.node"),
            Arguments.of("createRequire", "plain.js"),
            Arguments.of("createRequire", "addon.node"),
            Arguments.of("mainRequire", "plain.js"),
            Arguments.of("load", "plain.js"),
            Arguments.of("extension", "plain.js"));
    return Stream.of(code, started, others).flatMap(s -> s)
        .flatMap(a -> SignedApplication.LINES.stream().map(line -> Arguments.of(line, a.get()[0], "kinds/" + a.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("loads")
  void aSignedFileIsLoadedAsPlainAndAChangedOneNever(int line, String how, String file) throws Exception {
    Run plain = application.node(line, application.plain(), "load.js", how, file);
    Run clean = application.node(line, enforced, "load.js", how, file);
    assertThat(clean.output()).as(clean.all()).isEqualTo(plain.output()).isNotEmpty();
    assertThat(clean.code()).as(clean.all()).isZero();

    Files.write(application.file(file), application.evil(file));
    refused(line, how, file, "changed");
  }

  @ParameterizedTest
  @MethodSource("loads")
  void aFileThatWasAddedAfterSigningIsNeverLoaded(int line, String how, String file) throws Exception {
    String added = file.contains(".") ? file.replaceFirst("\\.(?=[^.]*$)", "-added.") : file + "-added";
    Files.write(application.file(added), application.evil(file));
    refused(line, how, added, "unlisted");
  }

  static Stream<Integer> lines() {
    return SignedApplication.LINES.stream();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void signedContentCountsUnderItsOwnNameOnly(int line) throws Exception {
    byte[] common = Files.readAllBytes(application.file("kinds/common.cjs"));
    Files.write(application.file("kinds/plain.js"), common);
    assertThat(application.node(line, application.plain(), "kinds/plain.js").output()).isEqualTo("clean common.cjs\n");
    Run run = application.node(line, enforced, "kinds/plain.js");
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains("ERR_CODE_INTEGRITY_VIOLATION").contains("`kinds/plain.js` is not as signed: expected sha256-");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aFileOutsideOfTheSignedFolderIsNeverLoaded(int line) throws Exception {
    Path outside = application.work().resolve("outside.js");
    Files.write(outside, application.evil("plain.js"));
    refused(line, "require", "../outside.js", "outside.js");
    Files.delete(application.file("kinds/plain.js"));
    Files.createSymbolicLink(application.file("kinds/plain.js"), outside);
    refused(line, "require", "kinds/plain.js", "outside.js");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aRemovedFileIsMissedAsInPlainNode(int line) throws Exception {
    Files.delete(application.file("kinds/plain.js"));
    Run run = application.node(line, enforced, "load.js", "require", "kinds/plain.js");
    assertThat(run.errors()).contains("MODULE_NOT_FOUND");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whatIsPreloadedHasToBeSignedToo(int line) throws Exception {
    Files.write(application.file("added.js"), application.evil("plain.js"));
    Files.write(application.file("added.mjs"), application.evil("module.mjs"));
    Files.write(application.file("added.ts"), application.evil("typed.ts"));
    for (String flag : List.of("--require=./added.js", "--import=./added.mjs", "--require=./added.ts", "--import=./added.ts")) {
      application.node(line, application.plain(), flag, "kinds/plain.js");
      assertThat(application.marker()).as("plain, the attack works").exists();
      Files.delete(application.marker());
      Run run = application.node(line, enforced, flag, "kinds/plain.js");
      assertThat(application.marker()).doesNotExist();
      assertThat(run.errors()).contains("ERR_CODE_INTEGRITY_VIOLATION");
      assertThat(run.output()).isEmpty();
    }
  }

  /// A package that stays as signed, and rewrites another on the disk during the run.
  @ParameterizedTest
  @MethodSource("lines")
  void aPackageThatRewritesAnotherIsRefusedAtLoadAndOffByDefault(int line) throws Exception {
    Run plain = application.node(line, application.plain(), "ethers.js");
    assertThat(plain.output()).isEqualTo("changed\n");
    assertThat(application.marker()).exists();
    application.reset();
    Run run = application.node(line, enforced, "ethers.js");
    assertThat(application.marker()).doesNotExist();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors())
        .contains("ERR_CODE_INTEGRITY_VIOLATION")
        .contains("`node_modules/ethers/lib/index.js` is not as signed");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aSettingThatWasTakenAwayOrAlteredStopsTheStart(int line) throws Exception {
    Files.write(application.file("kinds/plain.js"), application.evil("plain.js"));
    for (Map<String, String> change : List.of(
        Map.of("AMBIT_INTEGRITY", ""), Map.of("AMBIT_INTEGRITY_DIGEST", ""), Map.of("AMBIT_INTEGRITY", "/nonexistent"),
        Map.of("AMBIT_INTEGRITY", application.catalog().toString()))) {
      Map<String, String> variables = new TreeMap<>(enforced);
      variables.putAll(change);
      Run run = application.node(line, variables, "kinds/plain.js");
      assertThat(application.marker()).doesNotExist();
      assertThat(run.code()).as(run.all()).isNotZero();
      assertThat(run.errors()).startsWith("ambit: ");
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void nothingElseDiffersFromPlainNode(int line) throws Exception {
    String program = "console.log(Object.isFrozen(Array.prototype), typeof fetch, typeof process.binding, require.main === module,"
        + " Object.keys(require.extensions).join(), process.execArgv.length, [1].at.name);";
    Files.writeString(application.file("same.js"), program);
    Run plain = application.node(line, application.plain(), "same.js");
    Map<String, String> audited = application.guarded(application.demand("--audit-code-integrity"));
    assertThat(application.node(line, audited, "same.js").output()).isEqualTo(plain.output());
  }

  private void refused(int line, String how, String file, String reason) throws Exception {
    Run attack = application.node(line, application.plain(), "load.js", how, file);
    assertThat(application.marker()).as("plain, the attack works: " + attack.all()).exists();
    Files.delete(application.marker());
    Run run = application.node(line, enforced, "load.js", how, file);
    assertThat(application.marker()).as(run.all()).doesNotExist();
    assertThat(run.code()).as(run.all()).isNotZero();
    assertThat(run.errors()).contains("ERR_CODE_INTEGRITY_VIOLATION");
    String said = switch (reason) {
      case "changed" -> "`" + file + "` is not as signed: expected sha256-";
      case "unlisted" -> "`" + file + "` is not in the signed catalog";
      default -> reason + "` is not in the signed catalog";
    };
    assertThat(run.errors()).contains(said);
  }
}
