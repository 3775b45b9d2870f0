package dev.ambit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands about catalogs and policy signatures as a user types them, with keys that openssl made and
/// openssl as the other side.
class CatalogCommandsTest {
  @TempDir private static Path keys;

  @TempDir private Path folder;

  @BeforeAll
  static void openssl() throws Exception {
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Test CA");
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "other.key", "-out", "other.pem", "-days", "30", "-subj", "/CN=Other CA");
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "signer.key", "-out", "signer.csr", "-subj", "/CN=Signer");
    Files.writeString(keys.resolve("extensions"), "extendedKeyUsage=codeSigning\nkeyUsage=digitalSignature\n");
    openssl(
        "x509", "-req", "-in", "signer.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "20",
        "-extfile", "extensions", "-out", "signer.pem");
  }

  @BeforeEach
  void someFiles() throws IOException {
    Files.createDirectories(folder.resolve("app/lib"));
    Files.writeString(folder.resolve("app/index.js"), "require('./lib/a.js')\n");
    Files.writeString(folder.resolve("app/lib/a.js"), "module.exports = 1\n");
  }

  @Test
  void signedCatalogIsVerifiedWithItsFilesInBothForms() {
    for (String form : new String[] {"json", "cat"}) {
      String catalog = "app." + form;
      assertThat(ambit(0, "catalog", "create", "app", "-o", catalog, "--format", form).output()).startsWith("2 files in " + catalog);
      assertThat(ambit(4, "catalog", "verify", catalog, "--trust", key("ca.pem")).errors()).startsWith("ambit: not verified: ");
      sign(catalog);
      CommandLineRun verified = ambit(0, "catalog", "verify", catalog, "--trust", key("ca.pem"), "--root", "app", "-f", "json");
      assertThat(Json.MAPPER.readTree(verified.output()).path("files").intValue()).isEqualTo(2);
      assertThat(verified.output()).contains("CN=Signer");
    }
  }

  @Test
  void whatIsNoCatalogIsNeverReplacedByOne() throws IOException {
    Files.writeString(folder.resolve("secret.key"), "key");
    for (String output : new String[] {"app/index.js", "secret.key"}) {
      String before = Files.readString(folder.resolve(output));
      assertThat(ambit(2, "catalog", "create", "app/index.js", "-o", output).errors())
          .isEqualTo("ambit: `" + output + "` is there already and is no catalog; name another file, or remove it\n");
      assertThat(folder.resolve(output)).hasContent(before);
    }
    assertThat(ambit(2, "catalog", "create", "app", "-o", "app/lib").errors())
        .isEqualTo("ambit: `app/lib` is not a file; name the catalog to write\n");
    for (String form : new String[] {"json", "cat", "json"}) {
      ambit(0, "catalog", "create", "app", "-o", "again", "--format", form);
    }
    Files.createFile(folder.resolve("empty"));
    ambit(0, "catalog", "create", "app", "-o", "empty");
  }

  @Test
  void namesThatSteerATerminalAreShownAndNotSent() throws IOException {
    Files.writeString(folder.resolve("app/red\u001b[31m\nnext.js"), "");
    String said = ambit(1, "catalog", "create", "app", "-o", "app.json").errors();
    assertThat(said).contains("red\\u001b[31m\\u000anext.js").doesNotContain("\u001b").doesNotContain("\nnext");
  }

  @Test
  void changedFileAndForeignTrustAreNotVerified() throws IOException {
    ambit(0, "catalog", "create", "app", "-o", "app.json");
    sign("app.json");
    ambit(4, "catalog", "verify", "app.json", "--trust", key("other.pem"));
    Files.writeString(folder.resolve("app/lib/a.js"), "module.exports = 2\n");
    assertThat(ambit(4, "catalog", "verify", "app.json", "--trust", key("ca.pem"), "--root", "app").errors()).contains("lib/a.js");
    assertThat(ambit(0, "catalog", "verify", "app.json", "--trust", key("ca.pem")).output()).contains("--root PATH checks them");
  }

  @Test
  void signedCatalogGoesWhereItIsWantedAndTheOtherStays() throws IOException {
    ambit(0, "catalog", "create", "app", "-o", "app.cat", "--format", "cat");
    byte[] before = Files.readAllBytes(folder.resolve("app.cat"));
    ambit(0, "catalog", "sign", "app.cat", "--key", key("signer.key"), "--cert", key("signer.pem"), "-o", "signed.cat");
    assertThat(folder.resolve("app.cat")).hasBinaryContent(before);
    ambit(0, "catalog", "verify", "signed.cat", "--trust", key("ca.pem"), "--root", "app");
  }

  @Test
  void diffNamesWhatChanged() throws IOException {
    ambit(0, "catalog", "create", "app", "-o", "before.json");
    Files.writeString(folder.resolve("app/index.js"), "changed\n");
    Files.writeString(folder.resolve("app/new.js"), "new\n");
    Files.delete(folder.resolve("app/lib/a.js"));
    ambit(0, "catalog", "create", "app", "-o", "after.json");
    assertThat(ambit(1, "catalog", "diff", "before.json", "after.json").output()).isEqualTo("+ new.js\n- lib/a.js\n~ index.js\n");
    assertThat(ambit(0, "catalog", "diff", "after.json", "after.json").output()).isEqualTo("the same files\n");
  }

  @Test
  void excludedFilesStayOutAndAreNoExtrasLater() {
    ambit(0, "catalog", "create", "app", "-o", "app.json", "--exclude", "lib/");
    sign("app.json");
    ambit(0, "catalog", "verify", "app.json", "--trust", key("ca.pem"), "--root", "app", "--exclude", "lib/");
    ambit(4, "catalog", "verify", "app.json", "--trust", key("ca.pem"), "--root", "app");
  }

  @Test
  void catalogInsideItsOwnFolderIsNotOneOfItsFiles() {
    ambit(0, "catalog", "create", "app", "-o", "app/catalog.json");
    sign("app/catalog.json");
    ambit(0, "catalog", "verify", "app/catalog.json", "--trust", key("ca.pem"), "--root", "app");
  }

  @Test
  void policySignatureIsReadByOpensslAndOpensslsByUs() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.json"), "{\"version\": 1}\n");
    ambit(0, "policy", "sign", "policy.json", "--key", key("signer.key"), "--cert", key("signer.pem"));
    openssl(
        "smime", "-verify", "-binary", "-inform", "DER", "-in", policy + ".p7s", "-content", policy.toString(), "-CAfile",
        "ca.pem", "-purpose", "any", "-out", folder.resolve("out").toString());
    openssl(
        "smime", "-sign", "-binary", "-in", policy.toString(), "-signer", "signer.pem", "-inkey", "signer.key", "-outform",
        "DER", "-out", folder.resolve("theirs.p7s").toString());
    assertThat(ambit(0, "policy", "verify", "policy.json", "theirs.p7s", "--trust", key("ca.pem")).output())
        .isEqualTo("verified: signed by CN=Signer\n");
    Files.writeString(policy, "{\"version\": 1} \n");
    ambit(4, "policy", "verify", "policy.json", "--trust", key("ca.pem"));
    ambit(4, "policy", "verify", "policy.json", "theirs.p7s", "--trust", key("ca.pem"));
  }

  @Test
  void mistakesAreNamed() throws IOException {
    assertThat(ambit(2, "catalog", "create", "nowhere", "-o", "x.json").errors()).contains("`nowhere` does not exist");
    assertThat(ambit(2, "catalog", "create", "app", "-o", "x.cat", "--format", "cat", "--sha512").errors()).contains("SHA-512");
    assertThat(ambit(2, "catalog", "sign", "app/index.js").errors()).contains("`--key`");
    assertThat(ambit(2, "catalog", "sign", "app/index.js", "--key", key("signer.key"), "--cert", key("signer.pem")).errors())
        .contains("index.js");
    Files.createDirectory(folder.resolve("empty"));
    ambit(3, "catalog", "create", "empty", "-o", "x.json");
    ambit(2, "catalog");
    ambit(2, "policy");
  }

  private void sign(String catalog) {
    ambit(0, "catalog", "sign", catalog, "--key", key("signer.key"), "--cert", key("signer.pem"));
  }

  private CommandLineRun ambit(int code, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (args.length > 1) {
      all.addAll(2, List.of("-C", folder.toString()));
    }
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.code()).as(String.join(" ", all) + "\n" + run.output() + run.errors()).isEqualTo(code);
    assertThat(run.errors()).doesNotContain("\tat ");
    return run;
  }

  private static String key(String name) {
    return keys.resolve(name).toString();
  }

  private static void openssl(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).directory(keys.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
  }
}
