package dev.ambit.core.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTest {
  @Test
  void everyKnownCapabilityIsReadBackFromItsTextAndPassesTheCheck() {
    assertThat(Builtins.get().all()).hasSizeGreaterThan(1500).allSatisfy(capability -> {
      assertThat(Capability.parse(capability.text())).isEqualTo(capability);
      Builtins.get().check(capability);
    });
  }

  @Test
  void textsDoNotCollide() {
    assertThat(Builtins.get().all()).extracting(Capability::text).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "node:fs, fs", "fs.promises.readFile, fs/promises.readFile", "fs.realpath.native, fs.realpath",
    "path.posix, path/posix", "process, process", "node:process.env, process.env", "sys, sys",
    "globalThis.fetch, fetch", "globalThis.crypto, globalThis.crypto", "process.env.HOME, process.env.HOME",
    "dependency:@a/b, dependency:@a/b", "native, native", "assert.strict, assert/strict"
  })
  void spellingsHaveOneText(String spelling, String text) {
    assertThat(Capability.parse(spelling).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", " fs", "fs ", "fs.", ".fs", "fs..readFile", "dependency:", "dependency:../x", "dependency:a b"
      })
  void whatIsNoCapabilityIsRefused(String text) {
    assertThatThrownBy(() -> Capability.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`");
  }

  @ParameterizedTest
  @CsvSource({
    "fs.readfile, fs.readFile", "node:htps, https", "fech, fetch", "process.evn, process.env",
    "fs/promise, fs/promises", "globalThis.crypt, crypto",
    "process.env.A.B, process.env.A", "process.evn.HOME, process.env.HOME"
  })
  void unknownNameIsToldWithTheNearest(String text, String nearest) {
    assertThatThrownBy(() -> Builtins.get().check(Capability.parse(text)))
        .isInstanceOfSatisfying(UnknownCapabilityException.class, e -> assertThat(e.nearest()).isEqualTo(nearest));
  }

  @ParameterizedTest
  @CsvSource({
    "fs, fs.readFile, true", "fs, fs/promises.readFile, true", "fs.readFile, fs, false", "fs, fsevents, false",
    "process.env, process.env.HOME, true", "process.env.HOME, process.env.HOMEPATH, false",
    "process, process.exit, true",
    "path, path/posix, true", "path/posix, path, false",
    "globalThis.crypto, crypto, false", "crypto, globalThis.crypto, false"
  })
  void coveringFollowsTheParts(String wide, String narrow, boolean covers) {
    assertThat(Capability.parse(wide).covers(Capability.parse(narrow))).isEqualTo(covers);
  }

  @ParameterizedTest
  @CsvSource({
    "process, process.exit, true", "process, process.binding, false", "process.binding, process.binding, true",
    "dns, dns/promises.lookup, true", "dns, dns/promises.setServers, false", "v8, v8.serialize, true",
    "v8, v8.setFlagsFromString, false", "fs, fs, true"
  })
  void wholeGivesAllButItsDoors(String wide, String narrow, boolean gives) {
    assertThat(Capability.parse(wide).gives(Capability.parse(narrow))).isEqualTo(gives);
  }

  @Test
  void everyDoorIsAMemberThatExists() {
    List<String> written = new ArrayList<>();
    Json.resource("/dev/ambit/spec/builtins/modules.json").path("modules").properties().forEach(
        module -> module.getValue().path("doors").forEach(d -> written.add(module.getKey() + "." + d.stringValue())));
    Json.resource("/dev/ambit/spec/builtins/globals.json").path("process").path("doors")
        .forEach(door -> written.add("process." + door.stringValue()));
    assertThat(Builtins.get().all().stream().filter(Builtins.get()::isDoor).map(Capability::text))
        .hasSizeGreaterThan(30)
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void everythingThatIsClosedExistsAndCannotBeGranted() {
    List<String> written = new ArrayList<>();
    Json.resource("/dev/ambit/spec/builtins/modules.json").path("modules").properties().forEach(
        module -> module.getValue().path("closed").path("members").forEach(m -> written.add(module.getKey() + "." + m.stringValue())));
    assertThat(written).hasSizeGreaterThan(15).contains("module._cache").allSatisfy(text -> {
      Builtins.get().check(Capability.parse(text));
      assertThatThrownBy(() -> Builtins.get().checkGrantable(Capability.parse(text))).isInstanceOf(ClosedCapabilityException.class);
    });
    assertThatThrownBy(() -> Builtins.get().checkGrantable(Capability.parse("domain"))).isInstanceOf(ClosedCapabilityException.class);
    Builtins.get().checkGrantable(Capability.parse("module"));
    Builtins.get().checkGrantable(Capability.parse("module.createRequire"));
  }

  @Test
  void whatReplacesForOthersIsWrittenWithItsMember() {
    assertThat(Stream.of("patch:http.request", "patch:fetch", "patch:globalThis.Date", "patch:node:timers.promises.setTimeout", "patch:process.hrtime", "patch:http")
            .map(text -> Capability.parse(text).text()))
        .containsExactly(
            "patch:http.request", "patch:globalThis.fetch", "patch:globalThis.Date", "patch:timers/promises.setTimeout",
            "patch:process.hrtime", "patch:http");
    assertThat(Patches.all()).hasSizeGreaterThan(50).allSatisfy(patch -> {
      assertThat(Capability.parse(patch.text())).isEqualTo(patch);
      Builtins.get().check(patch);
      Builtins.get().checkGrantable(patch);
    });
    for (String text : List.of("patch:native", "patch:dependency:x", "patch:patch:fetch", "patch:")) {
      assertThatThrownBy(() -> Capability.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Builtins.get().check(Capability.parse("patch:http.requst")))
        .hasMessageContaining("`patch:http.request`");
  }

  @Test
  void aWholeBuiltinOrAllNamesIsWhatCanBeReplacedOfIt() {
    assertThat(Patches.all().stream().filter(Capability.parse("patch:https")::gives).map(Capability::text))
        .containsExactly("patch:https.get", "patch:https.request");
    assertThat(Patches.all().stream().filter(Capability.parse("patch:globalThis")::gives).map(Capability::text))
        .contains("patch:globalThis.fetch", "patch:globalThis.Date").noneMatch(text -> text.contains("process") || text.contains("http."));
    assertThat(Capability.parse("patch:http").gives(Capability.parse("http.request"))).isFalse();
    assertThat(Capability.parse("http").gives(Capability.parse("patch:http.request"))).isFalse();
    assertThat(Capability.parse("globalThis").gives(Capability.parse("patch:globalThis.fetch"))).isFalse();
  }

  @Test
  void whatCarriesTheAuthorityOfAllCannotBeReplaced() {
    for (String text : List.of(
        "patch:fs", "patch:fs.readFile", "patch:fs/promises.readFile", "patch:child_process.spawn", "patch:module", "patch:module._load", "patch:vm.Script",
        "patch:process.binding", "patch:globalThis.eval", "patch:globalThis.Promise", "patch:events")) {
      assertThatThrownBy(() -> Builtins.get().checkGrantable(Capability.parse(text))).as(text)
          .isInstanceOf(ClosedCapabilityException.class).hasMessageStartingWith("`" + text + "` cannot be granted");
    }
  }

  @Test
  void megabyteOfNonsenseIsRefusedShortly() {
    assertThatThrownBy(() -> Builtins.get().check(Capability.parse("a".repeat(1_000_000))))
        .isInstanceOf(UnknownCapabilityException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }
}
