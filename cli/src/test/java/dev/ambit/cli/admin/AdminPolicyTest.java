package dev.ambit.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.cli.launch.IntegrityDemand.FileRule;
import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import dev.ambit.core.admin.AdminSettingsFile;
import dev.ambit.core.settings.Mode;
import dev.ambit.os.Securebits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdminPolicyTest {
  private static AdminPolicy settings(String members) throws Exception {
    String text = "{\"version\": 1" + (members.isEmpty() ? "" : ", ") + members.replace('\'', '"') + "}";
    return AdminSource.SettingsFile.of(
        AdminSettingsFile.parse("admin.json", text.getBytes(StandardCharsets.UTF_8)), "/etc/ambit/admin.json");
  }

  private static AdminPolicy linux(boolean restrict, boolean deny) {
    Securebits bits = Securebits.NONE;
    bits = restrict ? bits.restrictingFiles(true) : bits;
    return AdminSource.LinuxSecurebits.of(deny ? bits.denyingInteractive(true) : bits);
  }

  private static AdminPolicy windows(String files, String interactive) {
    return AdminSource.WindowsPolicy.of(word(files), word(interactive));
  }

  private static Optional<Boolean> word(String word) {
    return word.equals("-") ? Optional.empty() : Optional.of(word.equals("on"));
  }

  // settings file | securebits RESTRICT_FILE, DENY_INTERACTIVE | WDAC EnforceCodeIntegrity, DisableInteractiveMode | what holds
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      none                | false | false | -   | -   | OFF     | ALLOWED | false
      audit files         | false | false | -   | -   | AUDIT   | ALLOWED | false
      audit files         | false | false | on  | -   | ENFORCE | ALLOWED | false
      audit files         | true  | false | -   | -   | AUDIT   | ALLOWED | true
      enforce files       | false | false | off | off | ENFORCE | ALLOWED | false
      audit interactive   | false | false | -   | -   | OFF     | AUDIT   | false
      audit interactive   | false | true  | -   | -   | OFF     | BLOCKED | false
      audit interactive   | false | false | -   | on  | OFF     | BLOCKED | false
      enforce interactive | false | false | off | off | OFF     | BLOCKED | false
      none                | true  | false | -   | -   | OFF     | ALLOWED | true
      none                | false | true  | -   | -   | OFF     | BLOCKED | false
      none                | true  | true  | -   | -   | OFF     | BLOCKED | true
      none                | false | false | on  | on  | ENFORCE | BLOCKED | false
      """)
  void theStrictestOfEachPartHolds(
      String file, boolean restrict, boolean deny, String integrity, String interactive, FileRule files,
      InteractiveRule snippets, boolean checked) throws Exception {
    AdminPolicy fromFile = settings(switch (file) {
      case "audit files" -> "'codeIntegrity': 'audit', 'trust': ['/ca.pem']";
      case "enforce files" -> "'codeIntegrity': 'enforce', 'trust': ['/ca.pem']";
      case "audit interactive" -> "'interactive': 'audit'";
      case "enforce interactive" -> "'interactive': 'enforce'";
      default -> "";
    });
    List<AdminPolicy> all = List.of(fromFile, linux(restrict, deny), windows(integrity, interactive));
    for (List<AdminPolicy> order : List.of(all, all.reversed())) {
      AdminPolicy joined = order.stream().reduce(AdminPolicy.NONE, AdminPolicy::and);
      assertThat(joined.integrity().files()).isEqualTo(files);
      assertThat(joined.integrity().interactive()).isEqualTo(snippets);
      assertThat(joined.checkFiles()).isEqualTo(checked);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', OBSERVE, OBSERVE", "'', ENFORCE, ENFORCE", "observe, OBSERVE, OBSERVE", "observe, ENFORCE, ENFORCE",
    "enforce, OBSERVE, ENFORCE", "enforce, ENFORCE, ENFORCE"
  })
  void theModeIsAtLeastThatOfTheAdministrator(String least, Mode wanted, Mode expected) throws Exception {
    assertThat(settings(least.isEmpty() ? "" : "'mode': '" + least + "'").atLeast(wanted)).isEqualTo(expected);
  }

  @Test
  void ofTwoModesTheStricterHolds() throws Exception {
    AdminPolicy observe = settings("'mode': 'observe'");
    AdminPolicy enforce = settings("'mode': 'enforce'");
    assertThat(observe.and(enforce).mode()).contains(Mode.ENFORCE);
    assertThat(enforce.and(observe).mode()).contains(Mode.ENFORCE);
    assertThat(observe.and(AdminPolicy.NONE).mode()).contains(Mode.OBSERVE);
  }

  @Test
  void onlyCatalogsThatAllAllowMayBeUsed() throws Exception {
    AdminPolicy first = settings("'catalogs': ['/a.cat', '/b.cat'], 'trust': ['/ca.pem']");
    AdminPolicy second = settings("'catalogs': ['/b.cat', '/c.cat'], 'trust': ['/other.pem']");
    AdminPolicy both = first.and(second);
    assertThat(both.catalogs()).contains(Set.of(Path.of("/b.cat")));
    assertThat(first.and(AdminPolicy.NONE).catalogs()).contains(Set.of(Path.of("/a.cat"), Path.of("/b.cat")));
    // a signature has to satisfy both
    assertThat(both.integrity().trust()).containsExactly(Set.of(Path.of("/ca.pem")), Set.of(Path.of("/other.pem")));
  }

  @Test
  void noCatalogInCommonMeansNone() throws Exception {
    AdminPolicy first = settings("'catalogs': ['/a.cat'], 'trust': ['/ca.pem']");
    AdminPolicy second = settings("'catalogs': ['/c.cat'], 'trust': ['/ca.pem']");
    assertThat(first.and(second).catalogs()).contains(Set.of());
  }

  @Test
  void whoAsksForSignaturesHasToSayWhose() {
    AdminSource windows = new AdminSource.WindowsPolicy(Path.of("/nowhere"));
    assertThat(windows.name()).isEqualTo("Windows Defender Application Control");
    assertThat(windows("on", "-").needsTrust()).isTrue();
    assertThat(windows("off", "on").needsTrust()).isFalse();
  }

  @Test
  void everySystemHasItsSources() {
    assertThat(AdminPolicy.sources("Linux")).extracting(AdminSource::name)
        .containsExactly("exec securebits", "/etc/ambit/admin.json");
    assertThat(AdminPolicy.sources("Mac OS X")).extracting(AdminSource::name)
        .containsExactly("/Library/Application Support/Ambit/admin.json");
    assertThat(AdminPolicy.sources("Windows 11")).hasSize(2);
  }

  @Test
  void withoutAnySourceNothingIsAsked() throws Exception {
    AdminPolicy none = AdminPolicy.read(List.of(new AdminSource.WindowsPolicy(Path.of("/nowhere"))));
    assertThat(none).isEqualTo(AdminPolicy.NONE);
    assertThat(none.isActive()).isFalse();
    assertThatThrownBy(() -> AdminPolicy.read(List.of(
            new AdminSource.SettingsFile(Path.of("/dev/null/admin.json"), Protection.OF_ROOT))))
        .isInstanceOf(AdminPolicyException.class);
  }
}
