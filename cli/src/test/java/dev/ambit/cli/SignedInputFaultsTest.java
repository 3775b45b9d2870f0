package dev.ambit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.cli.launch.IntegrityDemand;
import dev.ambit.cli.launch.IntegrityDemand.FileRule;
import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import dev.ambit.integrity.signature.VerificationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every byte of what `run` is given to verify changed in turn, and every length that is too short: each ends with 4 and
/// says why, or leaves what was signed exactly as it was (some bytes of a signature's envelope are covered by nothing).
class SignedInputFaultsTest {
  @TempDir private static Path folder;
  private static IntegrityDemand demand = IntegrityDemand.NONE;
  private static Map<String, String> env = Map.of();

  @BeforeAll
  static void sign() throws Exception {
    openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=A"
        + " -addext basicConstraints=critical,CA:true");
    openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout signer.key -out signer.csr -subj /CN=S");
    Files.writeString(folder.resolve("extensions"), "extendedKeyUsage=codeSigning\nkeyUsage=digitalSignature\n");
    openssl("x509 -req -in signer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 20 -extfile extensions -out signer.pem");
    Files.createDirectory(folder.resolve("app"));
    Files.writeString(folder.resolve("app/a.js"), "1\n");
    ambit("catalog", "create", "-C", folder.toString(), "app", "-o", "app.json");
    ambit("catalog", "create", "-C", folder.toString(), "app", "-o", "app.cat", "--format", "cat");
    Files.writeString(folder.resolve("policy.json"), "{\"version\":1,\"root\":\".\",\"mode\":\"enforce\",\"packages\":[]}");
    for (String[] command : new String[][] {{"catalog", "app.json"}, {"catalog", "app.cat"}, {"policy", "policy.json"}}) {
      ambit(command[0], "sign", "-C", folder.toString(), command[1], "--key", folder.resolve("signer.key").toString(), "--cert",
          folder.resolve("signer.pem").toString());
    }
    demand = new IntegrityDemand(
        FileRule.ENFORCE, InteractiveRule.ALLOWED, true, List.of(Set.of(folder.resolve("ca.pem"))), List.of("--enforce-code-integrity"));
    env = Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString(), "HOME", folder.toString());
  }

  /// What was verified of the files as they are now.
  private interface Verification {
    String pin() throws Exception;
  }

  @Test
  void noChangedWindowsCatalogCounts() throws Exception {
    everyFault("app.cat", () -> catalog("app.cat"));
  }

  @Test
  void noChangedCatalogCounts() throws Exception {
    everyFault("app.json", () -> catalog("app.json"));
  }

  @Test
  void noChangedSignatureOfACatalogCounts() throws Exception {
    everyFault("app.json.p7s", () -> catalog("app.json"));
  }

  @Test
  void noChangedPolicyManifestCounts() throws Exception {
    everyFault("policy.json", SignedInputFaultsTest::policy);
  }

  @Test
  void noChangedSignatureOfAPolicyManifestCounts() throws Exception {
    everyFault("policy.json.p7s", SignedInputFaultsTest::policy);
  }

  @Test
  void signaturesAreNotExchangedBetweenFiles() throws Exception {
    byte[] own = Files.readAllBytes(folder.resolve("app.json.p7s"));
    Files.copy(folder.resolve("policy.json.p7s"), folder.resolve("app.json.p7s"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(refusal(() -> catalog("app.json"))).isNotBlank();
    Files.write(folder.resolve("app.json.p7s"), own);
  }

  private static void everyFault(String name, Verification verification) throws Exception {
    Path file = folder.resolve(name);
    byte[] signed = Files.readAllBytes(file);
    String pin = verification.pin();
    int refused = 0;
    try {
      for (int i = 0; i < signed.length; i++) {
        byte[] changed = signed.clone();
        changed[i] ^= (byte) (i % 2 == 0 ? 0x01 : 0x80);
        Files.write(file, changed);
        refused += refusedOrSame(verification, pin, name + ", byte " + i) ? 1 : 0;
      }
      assertThat(refused).as("most bytes count").isGreaterThan(signed.length * 3 / 4);
      for (int length = 0; length < signed.length; length++) {
        Files.write(file, Arrays.copyOf(signed, length));
        assertThat(refusal(verification)).as(name + " of " + length + " bytes").isNotBlank();
      }
      Files.write(file, Arrays.copyOf(signed, signed.length + 1));
      assertThat(refusal(verification)).as(name + " and one byte more").isNotBlank();
    } finally {
      Files.write(file, signed);
    }
    assertThat(verification.pin()).isEqualTo(pin);
  }

  private static boolean refusedOrSame(Verification verification, String pin, String what) throws Exception {
    try {
      assertThat(verification.pin()).as(what + " is verified, so it says the same").isEqualTo(pin);
      return false;
    } catch (VerificationException | CommandException e) {
      requireClear(e, what);
      return true;
    }
  }

  /// Why it is refused.
  private static String refusal(Verification verification) throws Exception {
    String pin;
    try {
      pin = verification.pin();
    } catch (VerificationException | CommandException e) {
      requireClear(e, "");
      return Objects.requireNonNull(e.getMessage());
    }
    throw new AssertionError("verified: " + pin);
  }

  private static void requireClear(Exception e, String what) {
    if (e instanceof CommandException command) {
      assertThat(command.exitCode()).as(what + ": " + e.getMessage()).isEqualTo(ExitCode.NOT_VERIFIED);
    }
    assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("Exception").doesNotContain("null");
  }

  private static String catalog(String name) throws VerificationException, IOException {
    var code = SignedInput.of(demand, List.of())
        .integrity(folder.resolve("app"), folder.resolve(name), null, InteractiveRule.ALLOWED, env);
    return Objects.requireNonNull(code).pin();
  }

  private static String policy() throws VerificationException, IOException {
    byte[] bytes = SignedInput.of(demand, List.of()).policy(folder.resolve("policy.json"), folder.resolve("policy.json.p7s"), null);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void ambit(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.code()).as(run.output() + run.errors()).isZero();
  }

  private static void openssl(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("openssl (apt install openssl): " + said).isZero();
  }
}
