package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Files of 100 MB and of nothing, as code, as catalogs and as signatures.
@Execution(ExecutionMode.SAME_THREAD) // the application is one for all
class UnusualSizesTest {
  private static final int LARGE = 100_000_000;

  @TempDir private static Path work;
  private static SignedApplication application;
  private static Map<String, String> enforced;

  @BeforeAll
  static void sign() throws Exception {
    application = SignedApplication.create(work);
    large("console.log('clean');");
    Files.writeString(application.file("empty.js"), "");
    Files.writeString(application.file("empty.mjs"), "");
    Path catalog = catalog("sizes.json");
    enforced = application.guarded("--enforce-code-integrity", "--catalog", catalog.toString(), "--trust", application.signer().authority().toString());
  }

  /// A comment, and a last line.
  private static void large(String last) throws IOException {
    byte[] bytes = new byte[LARGE];
    Arrays.fill(bytes, (byte) ' ');
    bytes[0] = '/';
    bytes[1] = '*';
    byte[] end = ("*/" + last).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(end, 0, bytes, LARGE - end.length, end.length);
    Files.write(application.file("large.js"), bytes);
  }

  private static Path catalog(String name) throws Exception {
    Path catalog = application.work().resolve(name);
    application.ambit(0, List.of("catalog", "create", application.app().toString(), "-o", catalog.toString()));
    application.ambit(0, List.of("catalog", "sign", catalog.toString(), "--key", application.signer().key().toString(), "--cert", application.signer().certificate().toString()));
    return catalog;
  }

  @Test
  void aLargeFileIsJudgedToItsEnd() throws Exception {
    for (int line : SignedApplication.LINES) {
      Run clean = application.node(line, enforced, "large.js");
      assertThat(clean.output()).as(clean.all()).isEqualTo("clean\n");
    }
    large("require('fs').writeFileSync(process.env.MARKER,'')");
    application.node(24, application.plain(), "large.js");
    assertThat(application.marker()).as("plain, the attack works").exists();
    Files.delete(application.marker());
    for (int line : SignedApplication.LINES) {
      Run run = application.node(line, enforced, "large.js");
      assertThat(application.marker()).as(run.all()).doesNotExist();
      assertThat(run.errors()).contains("ERR_CODE_INTEGRITY_VIOLATION").contains("`large.js` is not as signed");
    }
    large("console.log('clean');");
  }

  @Test
  void anEmptyFileIsAFileLikeAnyOther() throws Exception {
    for (int line : SignedApplication.LINES) {
      for (String file : List.of("empty.js", "empty.mjs")) {
        Run clean = application.node(line, enforced, file);
        assertThat(clean.code()).as(clean.all()).isZero();
        Files.writeString(application.file(file), "process.exitCode = 7");
        assertThat(application.node(line, application.plain(), file).code()).isEqualTo(7);
        Run run = application.node(line, enforced, file);
        assertThat(run.errors()).contains("`" + file + "` is not as signed");
        assertThat(run.code()).isEqualTo(1);
        Files.writeString(application.file(file), "");
      }
    }
  }

  @Test
  void nothingIsNoCatalog() throws Exception {
    Path nothing = Files.createDirectories(application.work().resolve("nothing"));
    Path catalog = application.work().resolve("nothing.json");
    Run run = application.ambit(3, List.of("catalog", "create", nothing.toString(), "-o", catalog.toString()));
    assertThat(run.errors()).contains("no file in `" + nothing + "` can be catalogued");
    assertThat(catalog).doesNotExist();
  }

  @Test
  void catalogsAndSignaturesOfAnySizeAreRefusedWithASentence() throws Exception {
    Path catalog = application.work().resolve("odd");
    Path signature = Files.copy(Path.of(application.catalog() + ".p7s"), application.work().resolve("odd.p7s"));
    byte[] wrapped = new byte[LARGE];
    // one element of DER around all the others, and a text that opens arrays for ever
    for (byte[] start : List.of(new byte[0], new byte[] {0x30, (byte) 0x84, 0x05, (byte) 0xf5, (byte) 0xe0, (byte) 0xfa}, "[".getBytes(StandardCharsets.UTF_8))) {
      Arrays.fill(wrapped, start.length == 1 ? (byte) '[' : (byte) 0x30);
      System.arraycopy(start, 0, wrapped, 0, start.length);
      Files.write(catalog, start.length == 0 ? start : wrapped);
      refused(run(catalog, signature));
    }
    // signed bytes, and something behind them
    Files.write(catalog, Files.readAllBytes(application.catalog()));
    Files.write(catalog, wrapped, StandardOpenOption.APPEND);
    refused(run(catalog, signature));
    Files.write(signature, wrapped);
    refused(run(application.catalog(), signature));
    Files.write(signature, new byte[0]);
    refused(run(application.catalog(), signature));
  }

  private static void refused(Run run) {
    assertThat(run.code()).as(run.all()).isEqualTo(4);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).startsWith("ambit: not verified: ").doesNotContain("\tat ");
  }

  private static Run run(Path catalog, Path signature) throws Exception {
    return application.ambit(List.of("run", "-C", application.app().toString(), "--enforce-code-integrity", "--catalog", catalog.toString(),
        "--catalog-signature", signature.toString(), "--trust", application.signer().authority().toString(), "kinds/plain.js"));
  }
}
