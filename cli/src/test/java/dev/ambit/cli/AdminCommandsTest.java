package dev.ambit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.cli.admin.AdminSource;
import dev.ambit.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminCommandsTest {
  @TempDir private Path folder;

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(arguments);
  }

  /// The same where the administrator's policy cannot be trusted: everybody can write its folder.
  private CommandLineRun untrusted(String... arguments) throws Exception {
    Path open = Files.createDirectories(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<AdminSource> sources = List.of(AdminSource.settingsFile(open.resolve("admin.json")));
    return ScopedValue.where(Administrator.SOURCES, sources).call(() -> CommandLineRun.of(arguments));
  }

  @Test
  void nothingRunsWhereThePolicyCannotBeTrusted() throws Exception {
    CommandLineRun run = untrusted("run", "-C", folder.toString(), "app.js");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors())
        .startsWith("ambit: nothing runs, since the administrator's policy cannot be obeyed: ")
        .endsWith("\n  ambit doctor\n");
  }

  @Test
  void theDoctorSaysThatNothingRuns() throws Exception {
    CommandLineRun run = untrusted("doctor", "-C", folder.toString(), "-f", "json");
    assertThat(run.code()).isEqualTo(2);
    var json = Json.MAPPER.readTree(run.output());
    assertThat(json.at("/administrator/together").asString()).isEqualTo("nothing runs");
    assertThat(json.at("/findings").valueStream().map(f -> f.path("id").asString())).contains("admin-policy", "no-baseline");
    assertThat(json.at("/machine/java").asString()).startsWith("" + Runtime.version());
  }

  @Test
  void theDoctorIsReadableToPeople() {
    CommandLineRun run = run("doctor", "-C", folder.toString());
    assertThat(run.output()).contains("machine\n", "administrator\n", "/etc/ambit/admin.json", "project\n", "no `ambit.lock.json`");
  }

  @Test
  void linuxShowsTheBitsAndWhatGoesWithThem() throws Exception {
    CommandLineRun text = run("admin", "linux");
    assertThat(text.code()).isZero();
    assertThat(text.output()).contains("EXEC_RESTRICT_FILE", "EXEC_DENY_INTERACTIVE", "IMA", "IPE", "fs-verity");
    var json = Json.MAPPER.readTree(run("admin", "linux", "-f", "json").output());
    assertThat(json.path("restrictFile").asBoolean(true)).isFalse();
  }

  @Test
  void linuxRefusesWhatMakesNoSense() {
    assertThat(run("admin", "linux", "--lock").errors()).contains("name the program that is to run under the bits");
    assertThat(run("admin", "linux", "--lock", "--set", "--", "true").errors()).contains("exclude one another");
    assertThat(run("admin", "linux", "true").errors()).contains("`true` runs only with --lock or --set");
    assertThat(run("admin", "linux", "--mark", "app.cat").errors()).contains("`--mark` needs `--trust`");
  }

  @Test
  void wdacWritesOnceAndLosesNothing() throws Exception {
    CommandLineRun first = run("admin", "wdac", "-C", folder.toString(), "-o", "out");
    assertThat(first.code()).as(first.errors()).isZero();
    assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/nodejs-manifest.xml");
    Files.writeString(folder.resolve("out/settings.xml"), "mine");
    CommandLineRun second = run("admin", "wdac", "-C", folder.toString(), "-o", "out");
    assertThat(second.code()).isEqualTo(2);
    assertThat(folder.resolve("out/settings.xml")).hasContent("mine");
    assertThat(run("admin", "wdac", "--no-code-integrity", "--no-interactive").code()).isEqualTo(2);
  }
}
