package dev.ambit.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.UnknownCapabilityException;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.settings.SettingsText.Note;
import dev.ambit.core.tree.PackageId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTextTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
  private static final PackageId A = PackageId.parse("a@1.0.0");

  private static List<Capability> capabilities(String... texts) {
    return Arrays.stream(texts).map(Capability::parse).toList();
  }

  private static SettingsText settings(String grants) throws FormatException {
    return SettingsText.parse("ambit.json", "{\"version\": 1, \"mode\": \"enforce\", \"grants\": " + grants + "}");
  }

  private static String grantsOf(SettingsText settings) {
    String text = settings.toString();
    return text.substring(text.indexOf("\"grants\": ") + "\"grants\": ".length(), text.length() - 1);
  }

  private static String allow(String grants, String... capabilities) throws FormatException, ContradictionException {
    return grantsOf(settings(grants).allow(A, capabilities(capabilities), Note.NONE, TODAY));
  }

  private static String deny(String grants, String... capabilities) throws FormatException, ContradictionException {
    return grantsOf(settings(grants).deny(A, capabilities(capabilities), Note.NONE, TODAY));
  }

  @Test
  void firstGrantGetsALineOfItsOwn() throws ContradictionException {
    Note note = new Note("says \"hello\"", LocalDate.of(2027, 6, 30));
    assertThat(SettingsText.initial(Mode.OBSERVE).allow(A, capabilities("fs", "fetch"), note, TODAY))
        .hasToString(
            """
            {
              "version": 1,
              "mode": "observe",
              "grants": {
                "a@1.0.0": {"allow": ["fs", "fetch"], "reason": "says \\"hello\\"", "until": "2027-06-30"}
              }
            }
            """);
  }

  @Test
  void everythingElseStaysAsTheUserWroteIt() throws FormatException, ContradictionException {
    String before =
        """
        { "$schema": "x",
            "mode":"enforce", "version": 1,
          "grants": {
            "zebra":   { "deny" : [ "node:fs" ] },
            "a@1.0.0": {
              "reason": "old",
              "allow": [
                "node:path",
                "fs.\\u0072eadFile"
              ]
            }
          },

          "undeclared": "safe" }
        """;
    assertThat(SettingsText.parse("ambit.json", before).allow(A, capabilities("fetch"), Note.NONE, TODAY))
        .hasToString(before.replace("\"fs.\\u0072eadFile\"\n", "\"fs.\\u0072eadFile\",\n        \"fetch\"\n"));
  }

  @Test
  void missingGrantsAreAdded() throws FormatException, ContradictionException {
    SettingsText text = SettingsText.parse("ambit.json", "{\n  \"version\": 1,\n  \"mode\": \"observe\"\n}\n");
    assertThat(text.deny(A, capabilities("fs"), Note.NONE, TODAY))
        .hasToString(
            """
            {
              "version": 1,
              "mode": "observe",
              "grants": {
                "a@1.0.0": {"deny": ["fs"]}
              }
            }
            """);
  }

  @Test
  void lineEndsOfWindowsAreKept() throws ContradictionException, FormatException {
    String before = SettingsText.initial(Mode.OBSERVE).toString().replace("\n", "\r\n");
    String after = SettingsText.parse("x", before).allow(A, capabilities("fs"), Note.NONE, TODAY).toString();
    assertThat(after.replace("\r\n", "")).doesNotContain("\n").contains("a@1.0.0");
  }

  @Test
  void entryOfAnotherRangeIsLeftAlone() throws FormatException, ContradictionException {
    assertThat(allow("{\"a@1\": {\"allow\": [\"fs\"]}}", "fetch"))
        .isEqualTo("{\"a@1\": {\"allow\": [\"fs\"]}, \"a@1.0.0\": {\"allow\": [\"fetch\"]}}");
  }

  @Test
  void nothingChangesWhereAllIsAllowedAlready() throws FormatException, ContradictionException {
    String grants = "{\"a@1\": {\"allow\": [\"fs\"]}}";
    assertThat(allow(grants, "fs.readFile")).isEqualTo(grants);
    String own = "{\"a@1.0.0\": {\"allow\": [\"fs\"]}}";
    assertThat(allow(own, "fs.readFile", "fetch", "fetch")).isEqualTo("{\"a@1.0.0\": {\"allow\": [\"fs\", \"fetch\"]}}");
    assertThat(deny("{\"a\": {\"deny\": [\"fs\"]}}", "fs.readFile")).isEqualTo("{\"a\": {\"deny\": [\"fs\"]}}");
  }

  @Test
  void allowingTakesTheSameNameOutOfTheEntrysOwnDenials() throws FormatException, ContradictionException {
    assertThat(allow("{\"a@1.0.0\": {\"deny\": [\"fs\"], \"reason\": \"r\"}}", "fs"))
        .isEqualTo("{\"a@1.0.0\": {\"reason\": \"r\", \"allow\": [\"fs\"]}}");
    assertThat(allow("{\"a@1.0.0\": {\"deny\": [\"fs\"]}}", "fs"))
        .isEqualTo("{\"a@1.0.0\": {\n  \"allow\": [\"fs\"]\n}}");
  }

  @Test
  void denyingTakesWhatItCoversOutOfTheEntrysOwnAllowances() throws FormatException, ContradictionException {
    assertThat(deny("{\"a@1.0.0\": {\"allow\": [\"fs.readFile\", \"path\"]}}", "fs"))
        .isEqualTo("{\"a@1.0.0\": {\"allow\": [\"path\"], \"deny\": [\"fs\"]}}");
    assertThat(deny("{\"a@1.0.0\": {\"allow\": [\"fs\"]}}", "fs.writeFile"))
        .isEqualTo("{\"a@1.0.0\": {\"allow\": [\"fs\"], \"deny\": [\"fs.writeFile\"]}}");
  }

  @Test
  void allowingWhatAnotherEntryDeniesNamesThatEntry() {
    assertThatThrownBy(() -> allow("{\"a@>=1\": {\"deny\": [\"fs\"]}}", "path", "fs.readFile"))
        .isInstanceOf(ContradictionException.class)
        .hasMessage(
            "`fs.readFile` is denied to `a@1.0.0` by `fs` in the entry `a@>=1`; change that entry of ambit.json first");
    assertThatThrownBy(() -> allow("{\"a@1.0.0\": {\"deny\": [\"fs\"]}}", "fs.readFile"))
        .isInstanceOf(ContradictionException.class)
        .hasMessageContaining("in the entry `a@1.0.0`");
  }

  @Test
  void denialOfAnotherEntryCountsEvenWhenExpired() {
    String grants = "{\"a\": {\"deny\": [\"fs\"], \"until\": \"2026-11-20\"}}";
    assertThatThrownBy(() -> allow(grants, "fs")).isInstanceOf(ContradictionException.class);
  }

  @Test
  void expiredEntryIsNotChanged() {
    assertThatThrownBy(() -> allow("{\"a@1.0.0\": {\"allow\": [\"path\"], \"until\": \"2026-11-20\"}}", "fs"))
        .isInstanceOf(ContradictionException.class)
        .hasMessageStartingWith("the entry `a@1.0.0` expired on `2026-11-20`");
  }

  @Test
  void dayThatIsOverIsRefused() {
    Note note = new Note(null, TODAY.minusDays(1));
    assertThatThrownBy(() -> settings("{}").allow(A, capabilities("fs"), note, TODAY))
        .isInstanceOf(ContradictionException.class)
        .hasMessage("`2026-11-20` is over; give a day from `2026-11-21` on");
  }

  @Test
  void unknownCapabilityIsRefused() {
    assertThatThrownBy(() -> allow("{}", "fs.readfile"))
        .isInstanceOf(UnknownCapabilityException.class)
        .hasMessageContaining("did you mean `fs.readFile`?");
  }

  @Test
  void versionThatCannotBeAKeyIsRefused() {
    PackageId weird = PackageId.parse("a@weird");
    assertThatThrownBy(() -> settings("{}").allow(weird, capabilities("fs"), Note.NONE, TODAY))
        .isInstanceOf(ContradictionException.class)
        .hasMessageContaining("`weird` is no version range");
  }

  @Test
  void noteIsWrittenEvenWhereAllIsAllowedAlready() throws FormatException, ContradictionException {
    SettingsText text = settings("{\"a@1.0.0\": {\"allow\": [\"fs\"], \"reason\": \"old\"}}");
    assertThat(grantsOf(text.allow(A, capabilities("fs"), new Note("new", null), TODAY)))
        .isEqualTo("{\"a@1.0.0\": {\"allow\": [\"fs\"], \"reason\": \"new\"}}");
  }

  @Test
  void modeIsChangedInPlace(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(SettingsFile.NAME);
    SettingsText.initial(Mode.OBSERVE).write(file);
    SettingsText.read(file).withMode(Mode.ENFORCE).write(file);
    assertThat(SettingsText.read(file)).hasToString(SettingsText.initial(Mode.ENFORCE).toString());
    assertThat(SettingsFile.read(file).mode()).isEqualTo(Mode.ENFORCE);
  }
}
