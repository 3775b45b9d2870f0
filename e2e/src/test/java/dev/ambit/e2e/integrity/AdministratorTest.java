package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.cli.demo.Self;
import dev.ambit.e2e.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The settings file of an administrator, obeyed by a real `ambit run`, and the exec securebits without containment.
@Execution(ExecutionMode.SAME_THREAD) // the application is one for all
class AdministratorTest {
  @TempDir private static Path work;
  private static SignedApplication application;
  private static SystemFolder system;

  @BeforeAll
  static void sign() throws Exception {
    application = SignedApplication.create(work);
    system = SystemFolder.in(application.work());
    Path authority = system.put("ca.pem", Files.readAllBytes(application.signer().authority()));
    system.put("admin.json", """
        {"version": 1, "codeIntegrity": "enforce", "interactive": "enforce", "trust": ["%s"]}
        """.formatted(authority).getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void asSigned() throws Exception {
    application.reset();
  }

  @Test
  void theSettingsFileIsObeyedWithoutAnyFlagOfTheUser() throws Exception {
    Run without = administered("run", "-C", application.app().toString(), "kinds/plain.js");
    assertThat(without.code()).as(without.all()).isEqualTo(4);
    assertThat(without.errors()).contains("`/etc/ambit/admin.json` demands a signed catalog");
    String[] signed = {"run", "-C", application.app().toString(), "--catalog", application.catalog().toString(), "kinds/plain.js"};
    assertThat(administered(signed).output()).isEqualTo("clean plain.js\n");
    Files.write(application.file("kinds/plain.js"), application.evil("plain.js"));
    Run changed = administered(signed);
    assertThat(changed.errors()).contains("ERR_CODE_INTEGRITY_VIOLATION");
    assertThat(application.marker()).doesNotExist();
    // the same program where nobody prescribes anything
    application.node(24, application.plain(), "kinds/plain.js");
    assertThat(application.marker()).exists();
  }

  @Test
  void anotherTrustOfTheUserDoesNotReplaceTheAdministrators() throws Exception {
    Signer other = Signer.of(application.work().resolve("others"));
    Path catalog = application.work().resolve("others.json");
    application.ambit(0, List.of("catalog", "create", application.app().toString(), "-o", catalog.toString()));
    application.ambit(0, List.of("catalog", "sign", catalog.toString(), "--key", other.key().toString(), "--cert", other.certificate().toString()));
    Run run = administered(
        "run", "-C", application.app().toString(), "--catalog", catalog.toString(), "--trust", other.authority().toString(), "kinds/plain.js");
    assertThat(run.code()).as(run.all()).isEqualTo(4);
    assertThat(run.errors()).contains("not verified");
    assertThat(run.output()).isEmpty();
  }

  @Test
  void interactiveCodeIsRefused() throws Exception {
    Run run = administered("run", "-C", application.app().toString(), "--catalog", application.catalog().toString(),
        "--", "node", "-e", "require('fs').writeFileSync(process.env.MARKER, '')");
    assertThat(run.code()).as(run.all()).isEqualTo(4);
    assertThat(application.marker()).doesNotExist();
  }

  @Test
  void aSignedPolicyManifestThatTheAdministratorDemandsIsAllThatRuns() throws Exception {
    Path app = application.app();
    Files.writeString(app.resolve("package-lock.json"), """
        {"name": "signed", "version": "1.0.0", "lockfileVersion": 3, "requires": true, "packages": {
          "": {"name": "signed", "version": "1.0.0", "dependencies": {"ethers": "1.0.0", "provider2": "1.0.0"}},
          "node_modules/ethers": {"version": "1.0.0"}, "node_modules/provider2": {"version": "1.0.0"}}}
        """);
    application.ambit(0, List.of("init", "-C", app.toString(), "--mode", "enforce"));
    String policy = application.work().resolve("policy.json").toString();
    Signer signer = application.signer();
    application.ambit(0, List.of("policy", "create", "-C", app.toString(), "-o", policy));
    application.ambit(0, List.of("policy", "sign", policy, "--key", signer.key().toString(), "--cert", signer.certificate().toString()));
    Signer other = Signer.of(application.work().resolve("anybody"));
    application.ambit(0, List.of("policy", "sign", policy, "--key", other.key().toString(), "--cert", other.certificate().toString(), "-o", policy + ".other"));
    Path settings = system.over().resolve("ambit/admin.json");
    byte[] before = Files.readAllBytes(settings);
    system.put("admin.json", """
        {"version": 1, "requireSignedPolicy": true, "trust": ["/etc/ambit/ca.pem"]}
        """.getBytes(StandardCharsets.UTF_8));
    try {
      List<List<String>> refused = List.of(
          List.of(), List.of("--no-containment", "--disable-interactive-mode"), List.of("--policy", policy),
          List.of("--policy", policy, "--policy-signature", policy + ".other"),
          List.of("--policy", policy, "--policy-signature", policy + ".other", "--trust", other.authority().toString()),
          List.of("--policy", policy, "--policy-signature", application.catalog() + ".p7s"));
      for (List<String> flags : refused) {
        Run run = administered(command(flags));
        assertThat(run.code()).as(flags + " " + run.all()).isEqualTo(4);
        assertThat(run.output()).isEmpty();
      }
      List<String> signed = List.of("--policy", policy, "--policy-signature", policy + ".p7s");
      Run observing = administered(command(Stream.concat(signed.stream(), Stream.of("--observe")).toList()));
      assertThat(observing.code()).as(observing.all()).isEqualTo(2);
      assertThat(observing.output()).isEmpty();
      Run run = administered(command(signed));
      assertThat(run.output()).as(run.all()).isEqualTo("clean plain.js\n");
      assertThat(run.errors()).contains("under the signed policy");
    } finally {
      Files.write(settings, before);
    }
  }

  private static String[] command(List<String> flags) {
    List<String> command = new ArrayList<>(List.of("run", "-C", application.app().toString()));
    command.addAll(flags);
    command.add("kinds/plain.js");
    return command.toArray(String[]::new);
  }

  @Test
  void settingsThatOthersCanWriteStopEverything() throws Exception {
    Path file = system.over().resolve("ambit/admin.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Run run = administered("run", "-C", application.app().toString(), "--catalog", application.catalog().toString(), "kinds/plain.js");
    assertThat(run.code()).as(run.all()).isEqualTo(2);
    assertThat(run.errors()).contains("nothing runs").contains("can be written by others").contains("ambit doctor");
    assertThat(run.output()).isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void theDoctorNamesTheSettingsFileAndEachNode() throws Exception {
    Run run = administered("doctor", "-C", application.app().toString());
    assertThat(run.output())
        .contains("/etc/ambit/admin.json").contains("only files of a signed catalog run")
        .containsPattern("(?m)^nodes found\n  .*/node24-linux-[a-z0-9]+/bin/node +24\\.\\S+, tested$");
  }

  @Test
  void aGuardThatOthersCanWriteIsSaid() throws Exception {
    // everybody may write the copy, as somebody's own installation could be
    Path guard = application.work().resolve("open/guard");
    SignedApplication.copy(Path.of(System.getProperty("ambit.repo"), "guard/src"), guard.resolve("src"));
    SignedApplication.copy(Path.of(System.getProperty("ambit.repo"), "spec/builtins"), guard.resolve("spec/builtins"));
    Files.setPosixFilePermissions(guard.resolve("src/start.cjs"), PosixFilePermissions.fromString("rw-rw-rw-"));
    List<String> command = system.command(Self.command(
        List.of("run", "-C", application.app().toString(), "--catalog", application.catalog().toString(), "kinds/plain.js")).command());
    String own = Installation.guardInUse().toString();
    List<String> mounted = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec", "mount --bind \"$0\" \"$1\"; shift; exec \"$@\"",
        guard.toString(), own));
    mounted.addAll(command);
    Run run = Run.of(application.work(), variables(), "", mounted);
    // the first part of the path that others can write is named; a checkout below /tmp has one before the file
    String first = own.startsWith("/tmp/") ? "`/tmp`" : "start.cjs`";
    assertThat(run.errors()).contains("whoever can write the guard can switch it off").contains(first + " can be written by others");
    assertThat(run.output()).as(run.all()).isEqualTo("clean plain.js\n");
  }

  @Test
  void withoutContainmentEachFileHasToPassTheKernelOnEveryLine() throws Exception {
    Files.writeString(application.file("main.mjs"), "import './kinds/module.mjs'; import('./kinds/plain.js')");
    for (int line : SignedApplication.LINES) {
      Map<String, String> variables = application.plain();
      variables.put("PATH", Path.of(SignedApplication.binary(line)).getParent() + ":" + System.getenv("PATH"));
      variables.put("XDG_CACHE_HOME", application.work().resolve("cache").toString());
      executable(false, "main.mjs", "kinds/module.mjs", "kinds/plain.js");
      Run refused = Run.of(application.work(), variables, "", locked("main.mjs"));
      assertThat(refused.errors()).as(refused.all())
          .contains("not contained, files checked by the kernel").contains("ERR_CODE_INTEGRITY_VIOLATION").contains("permission denied");
      assertThat(refused.output()).isEmpty();
      executable(true, "main.mjs", "kinds/module.mjs");
      Run half = Run.of(application.work(), variables, "", locked("main.mjs"));
      assertThat(half.output()).as(half.all()).isEqualTo("clean module.mjs\n");
      assertThat(half.errors()).contains("plain.js` be executed: permission denied");
      executable(true, "kinds/plain.js");
      Run all = Run.of(application.work(), variables, "", locked("main.mjs"));
      assertThat(all.output()).as(all.all()).isEqualTo("clean module.mjs\nclean plain.js\n");
      assertThat(all.code()).isZero();
    }
  }

  @Test
  void markingMakesTheFilesOfASignedCatalogExecutableAndNothingElse() throws Exception {
    List<String> mark = List.of("admin", "linux", "--mark", application.catalog().toString(), "--root", application.app().toString(),
        "--trust", application.signer().authority().toString());
    Run run = application.ambit(0, mark);
    assertThat(run.output()).contains("as signed and may be executed");
    assertThat(application.file("kinds/plain.js")).isExecutable();
    assertThat(application.file("kinds/data.json")).isExecutable();
    assertThat(application.ambit(0, mark).output()).contains(", 0 newly");
    application.reset();
    Files.write(application.file("kinds/plain.js"), application.evil("plain.js"));
    assertThat(application.ambit(4, mark).errors()).contains("kinds/plain.js");
    assertThat(Files.isExecutable(application.file("kinds/module.mjs"))).as("one file is wrong, so none is marked").isFalse();
  }

  private static List<String> locked(String program) {
    List<String> command = new ArrayList<>(Self.command(List.of("admin", "linux", "--lock", "--")).command());
    command.addAll(Self.command(List.of("run", "-C", application.app().toString(), "--no-containment", program)).command());
    return command;
  }

  private static void executable(boolean wanted, String... names) throws IOException {
    for (String name : names) {
      Files.setPosixFilePermissions(application.file(name), PosixFilePermissions.fromString(wanted ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static Map<String, String> variables() {
    Map<String, String> variables = application.plain();
    variables.put("PATH", Path.of(SignedApplication.binary(24)).getParent() + ":" + System.getenv("PATH"));
    variables.put("XDG_CACHE_HOME", application.work().resolve("cache").toString());
    return variables;
  }

  private static Run administered(String... arguments) throws IOException, InterruptedException {
    return Run.of(application.work(), variables(), "", system.command(Self.command(List.of(arguments)).command()));
  }
}
