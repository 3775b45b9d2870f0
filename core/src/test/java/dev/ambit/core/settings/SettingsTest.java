package dev.ambit.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Realm;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.tree.PackageId;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private static Settings parse(String grants) throws FormatException {
    String text = "{\"version\": 1, \"mode\": \"enforce\", \"grants\": " + grants + "}";
    return SettingsFile.parse("ambit.json", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Settings.Granted granted(String grants, String id) throws FormatException {
    return parse(grants).granted(PackageId.parse(id), TODAY);
  }

  @Test
  void everyMatchingEntryCounts() throws FormatException {
    Settings.Granted granted =
        granted(
            "{\"a\": {\"allow\": [\"fs\"]}, \"a@1\": {\"allow\": [\"fetch\"]}, \"a@2\": {\"allow\": [\"net\"]}}",
            "a@1.5.0");
    assertThat(granted.allow()).extracting(Capability::text).containsExactly("fs", "fetch");
    assertThat(granted.allows(Capability.parse("fs.readFile"))).isTrue();
    assertThat(granted.allows(Capability.parse("net"))).isFalse();
  }

  @Test
  void denyingWinsWhicheverEntryIsNarrower() throws FormatException {
    String grants = "{\"a@1.5.0\": {\"allow\": [\"fs\"]}, \"a\": {\"deny\": [\"fs.writeFile\"]}}";
    Settings.Granted granted = granted(grants, "a@1.5.0");
    assertThat(granted.allows(Capability.parse("fs.readFile"))).isTrue();
    assertThat(granted.allows(Capability.parse("fs.writeFile"))).isFalse();
    assertThat(granted.denies(Capability.parse("fs.writeFile"))).isTrue();
    assertThat(granted.denies(Capability.parse("fs"))).isFalse();
  }

  @Test
  void noDayThatPassesOpensAnything() throws FormatException {
    PackageId a = PackageId.parse("a@1.0.0");
    assertThat(parse("{\"a\": {\"deny\": [\"fs\"], \"until\": \"2026-11-21\"}}").granted(a, TODAY.plusDays(1)).deny()).hasSize(1);
  }

  @Test
  void theLastEntryThatNamesARealmHoldsWhileItLasts() throws FormatException {
    PackageId a = PackageId.parse("a@1.0.0");
    Settings settings = parse("{\"a\": {\"realm\": \"frozen\"}, \"a@1\": {\"realm\": \"own\", \"until\": \"2026-11-21\"}, \"b\": {\"deny\": [\"fs\"]}}");
    assertThat(settings.granted(a, TODAY).realm()).isEqualTo(Realm.OWN);
    assertThat(settings.granted(a, TODAY.plusDays(1)).realm()).isEqualTo(Realm.FROZEN);
    assertThat(settings.granted(PackageId.parse("b@1.0.0"), TODAY).realm()).isNull();
  }

  @Test
  void aRealmIsOneOfTwoWords() {
    assertThatThrownBy(() -> parse("{\"a\": {\"realm\": \"owned\"}}")).hasMessageContaining("owned").hasMessageContaining("own");
    assertThatThrownBy(() -> parse("{\"a\": {\"reason\": \"none\"}}")).hasMessageContaining("neither `allow` nor `deny` nor `realm`");
  }

  @Test
  void entryHoldsThroughItsLastDayAndAllowsNothingAfterIt() throws FormatException {
    String grants = "{\"a\": {\"allow\": [\"fs\"], \"until\": \"2026-11-21\"}}";
    PackageId a = PackageId.parse("a@1.0.0");
    assertThat(parse(grants).granted(a, TODAY).allow()).hasSize(1);
    assertThat(parse(grants).expired(TODAY)).isEmpty();
    assertThat(parse(grants).granted(a, TODAY.plusDays(1)).allow()).isEmpty();
    assertThat(parse(grants).expired(TODAY.plusDays(1))).hasSize(1);
  }

  @Test
  void undeclaredDependsOnTheModeWhereNothingIsSaid() throws FormatException {
    assertThat(parse("{}").undeclared()).isEqualTo(Undeclared.NONE);
    String observing = "{\"version\": 1, \"mode\": \"observe\"}";
    assertThat(SettingsFile.parse("x", observing.getBytes(StandardCharsets.UTF_8))).isEqualTo(Settings.DEFAULT);
  }
}
