package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What the launcher verifies before Node starts: no program runs under a catalog or a policy manifest that is not signed by
/// somebody who is trusted for that.
@Execution(ExecutionMode.SAME_THREAD) // the application is one for all
class LaunchTest {
  @TempDir private static Path work;
  private static SignedApplication application;

  @BeforeAll
  static void sign() throws Exception {
    application = SignedApplication.create(work);
  }

  @BeforeEach
  void asSigned() throws Exception {
    application.reset();
    Files.write(application.file("start.js"), application.evil("plain.js"));
  }

  @Test
  void withoutACatalogOrTrustNothingStarts() throws Exception {
    notStarted(4, "demands a signed catalog", "--enforce-code-integrity");
    notStarted(4, "nobody is trusted", "--enforce-code-integrity", "--catalog", application.catalog().toString());
    notStarted(2, "`--catalog` alone checks nothing", "--catalog", application.catalog().toString());
    notStarted(2, "`--no-containment` alone leaves nothing to enforce", "--no-containment");
  }

  @Test
  void aCatalogOfSomebodyElseStartsNothing() throws Exception {
    Signer other = Signer.of(application.work().resolve("other keys"));
    notStarted(4, "not verified", "--enforce-code-integrity", "--catalog", application.catalog().toString(), "--trust", other.authority().toString());
  }

  @Test
  void everyAnchorSetHasToAccept() throws Exception {
    // two certificates in one set are alternatives
    Signer other = Signer.of(application.work().resolve("third keys"));
    Run run = application.ambit(withCommand(List.of("--enforce-code-integrity", "--catalog", application.catalog().toString(),
        "--trust", other.authority().toString(), "--trust", application.signer().authority().toString()), "kinds/plain.js"));
    assertThat(run.output()).as(run.all()).isEqualTo("clean plain.js\n");
  }

  @Test
  void anExpiredSignerOrOneForOtherPurposesStartsNothing() throws Exception {
    for (List<String> wrong : List.of(List.of("serverAuth", "20"), List.of("codeSigning", "-1"))) {
      Signer signer = Signer.of(application.work().resolve("wrong " + wrong), wrong.getFirst(), wrong.getLast());
      Path catalog = application.work().resolve(wrong.getFirst() + wrong.getLast() + ".json");
      Files.copy(application.catalog(), catalog);
      // openssl signs with anything
      Run openssl = Run.of(application.work(), System.getenv(), "", List.of("openssl", "cms", "-sign", "-binary", "-in", catalog.toString(),
          "-signer", signer.certificate().toString(), "-inkey", signer.key().toString(), "-outform", "DER", "-out", catalog + ".p7s"));
      assertThat(openssl.code()).as(openssl.all()).isZero();
      notStarted(4, "not verified", "--enforce-code-integrity", "--catalog", catalog.toString(), "--trust", signer.authority().toString());
    }
  }

  @Test
  void aChangedCatalogStartsNothing() throws Exception {
    Path catalog = application.work().resolve("changed.json");
    Files.copy(Path.of(application.catalog() + ".p7s"), Path.of(catalog + ".p7s"));
    String text = Files.readString(application.catalog());
    Files.writeString(catalog, text.replaceFirst("\"size\": (\\d)", "\"size\": 1$1"));
    notStarted(4, "not verified", "--enforce-code-integrity", "--catalog", catalog.toString(), "--trust", application.signer().authority().toString());
  }

  @Test
  void whatIsReplacedWhileRunningChangesNothing() throws Exception {
    Files.delete(application.file("start.js"));
    List<String> command = List.of(SignedApplication.binary(24), "wait.js");
    var variables = application.enforced();
    ProcessBuilder builder = new ProcessBuilder(command).directory(application.app().toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    try (var output = process.inputReader(); var input = process.outputWriter()) {
      assertThat(output.readLine()).isEqualTo("ready");
      byte[] evil = application.evil("plain.js");
      Files.write(application.file("kinds/plain.js"), evil);
      // a list in which the change is as signed
      Path list = Path.of(variables.get("AMBIT_INTEGRITY"));
      String digest = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(evil));
      String text = Files.readString(list);
      Files.writeString(list, text.replaceFirst("kinds/plain.js\t[^\n]*", "kinds/plain.js\t" + digest.replace("$", "\\$")));
      Files.writeString(application.catalog(), "{}");
      input.write("go\n");
      input.flush();
      assertThat(process.waitFor()).isNotZero();
      assertThat(application.marker()).doesNotExist();
      assertThat(output.lines().toList()).anyMatch(line -> line.contains("ERR_CODE_INTEGRITY_VIOLATION"));
      Run again = application.node(24, variables, "kinds/plain.js");
      assertThat(application.marker()).doesNotExist();
      assertThat(again.errors()).contains("is not the one that AMBIT_INTEGRITY_DIGEST names");
    } finally {
      process.destroyForcibly().waitFor();
    }
    // the next start of Ambit puts the altered list right
    application.resign();
    Run next = application.node(24, application.enforced(), "kinds/plain.js");
    assertThat(next.output()).as(next.all()).isEqualTo("clean plain.js\n");
  }

  @Test
  void theLauncherRefusesInteractiveCodeToo() throws Exception {
    String evil = "require('fs').writeFileSync(process.env.MARKER,'ran')";
    for (List<String> command : List.of(
        List.of("node", "-e", evil), List.of("node", "-p", evil), List.of("node"), List.of("node", "-"),
        List.of("node", "--inspect", "kinds/plain.js"), List.of("node", "--import", "data:text/javascript,1", "kinds/plain.js"))) {
      List<String> all = new ArrayList<>(List.of("run", "-C", application.app().toString(), "--disable-interactive-mode", "--"));
      all.addAll(command);
      Run run = application.ambit(4, all);
      assertThat(run.errors()).contains("ERR_CODE_INTEGRITY_BLOCKED").doesNotContain("Debugger listening");
      assertThat(application.marker()).doesNotExist();
    }
  }

  @Test
  void containmentAndIntegrityHoldTogether() throws Exception {
    Files.delete(application.file("start.js"));
    lock();
    application.ambit(0, List.of("init", "-C", application.app().toString(), "--mode", "enforce"));
    var variables = application.enforced();
    assertThat(variables).containsKeys("AMBIT_MANIFEST", "AMBIT_INTEGRITY");
    for (int line : SignedApplication.LINES) {
      for (String file : List.of("kinds/plain.js", "kinds/addon.node", "kinds/data.json")) {
        Run clean = application.node(line, variables, "load.js", "require", file);
        assertThat(clean.code()).as(clean.all()).isZero();
        // the application's own file, which containment alone would let pass
        byte[] signed = Files.readAllBytes(application.file(file));
        Files.write(application.file(file), application.evil(file));
        Run run = application.node(line, variables, "load.js", "require", file);
        assertThat(run.errors()).as(run.all()).contains("ERR_CODE_INTEGRITY_VIOLATION");
        assertThat(application.marker()).doesNotExist();
        Files.write(application.file(file), signed);
      }
    }
  }

  @Test
  void aSignedPolicyManifestIsWhatRuns() throws Exception {
    lock();
    String app = application.app().toString();
    Files.writeString(application.file("start.js"), "console.log('contained', typeof require('provider2'))");
    application.ambit(0, List.of("init", "-C", app, "--mode", "enforce"));
    Path policy = application.work().resolve("policy.json");
    application.ambit(0, List.of("policy", "create", "-C", app, "-o", policy.toString()));
    application.ambit(0, List.of("policy", "sign", policy.toString(), "--key", application.signer().key().toString(), "--cert", application.signer().certificate().toString()));
    List<String> flags = List.of("--policy", policy.toString(), "--policy-signature", policy + ".p7s", "--trust", application.signer().authority().toString());
    // the policy came with the reviewed files; nothing in the project counts any more
    Files.delete(application.file("ambit.json"));
    Files.delete(application.file("ambit.lock.json"));
    Run run = application.ambit(withCommand(flags, "kinds/plain.js"));
    assertThat(run.output()).as(run.all()).isEqualTo("clean plain.js\n");
    assertThat(run.errors()).contains("under the signed policy");

    byte[] bytes = Files.readAllBytes(policy);
    for (String function : List.of("256", "384", "512")) {
      String sri = "sha" + function + "-" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-" + function).digest(bytes));
      Run pinned = application.ambit(withCommand(List.of("--policy", policy.toString(), "--policy-integrity", sri), "kinds/plain.js"));
      assertThat(pinned.output()).as(pinned.all()).isEqualTo("clean plain.js\n");
    }
    Files.write(application.file("start.js"), application.evil("plain.js"));
    String wrong = "sha256-" + Base64.getEncoder().encodeToString(new byte[32]);
    notStarted(4, "not verified", "--policy", policy.toString(), "--policy-integrity", wrong);
    notStarted(2, "is no digest", "--policy", policy.toString(), "--policy-integrity", "md5-AAAA");
    notStarted(2, "need `--policy FILE`", "--policy-integrity", wrong);
    notStarted(4, "nobody is trusted", flags.subList(0, 4).toArray(String[]::new));
    String text = new String(bytes, StandardCharsets.UTF_8);
    Files.writeString(policy, text.replace("\"declared\"", "\"full\""));
    assertThat(Files.readString(policy)).isNotEqualTo(text);
    notStarted(4, "not verified", flags.toArray(String[]::new));
  }

  private static void lock() throws Exception {
    Files.writeString(application.file("package-lock.json"), """
        {"name": "signed", "version": "1.0.0", "lockfileVersion": 3, "requires": true, "packages": {
          "": {"name": "signed", "version": "1.0.0", "dependencies": {"ethers": "1.0.0", "provider2": "1.0.0"}},
          "node_modules/ethers": {"version": "1.0.0"}, "node_modules/provider2": {"version": "1.0.0"}}}
        """);
  }

  private static List<String> withCommand(List<String> flags, String... command) {
    List<String> all = new ArrayList<>(List.of("run", "-C", application.app().toString()));
    all.addAll(flags);
    all.addAll(Arrays.asList(command));
    return all;
  }

  private static void notStarted(int code, String said, String... flags) throws Exception {
    Run run = application.ambit(withCommand(List.of(flags), "start.js"));
    assertThat(run.errors()).as(run.all()).contains(said);
    assertThat(run.code()).as(run.all()).isEqualTo(code);
    assertThat(application.marker()).doesNotExist();
  }
}
