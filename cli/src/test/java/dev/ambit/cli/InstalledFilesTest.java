package dev.ambit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Packages of the registry, as npm installed them, against their tarballs in npm's cache.
class InstalledFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void install() throws Exception {
    Files.createDirectories(folder.resolve("app"));
    Files.writeString(
        folder.resolve("app/package.json"),
        """
        {"name": "app", "private": true, "dependencies": {"debug": "4.4.3", "semver": "7.7.2", "is-number": "7.0.0"}}
        """);
    run("npm", "install", "--no-audit", "--no-fund", "--cache", folder.resolve("cache").toString());
  }

  @Test
  void untouchedInstallationIsVerified() {
    JsonNode result = Json.MAPPER.readTree(verify(0, "-f", "json").output());
    assertThat(result.path("verified").booleanValue()).isTrue();
    assertThat(result.path("packages").intValue()).isEqualTo(4);
    assertThat(result.path("files").intValue()).isGreaterThan(50);
    assertThat(result.path("findings").isEmpty()).isTrue();
    assertThat(verify(0).output()).startsWith("verified: ").contains(" files of 4 packages are what the registry's tarballs held");
  }

  @Test
  void whatTheRegistryDidNotSendIsNamed() throws IOException {
    Path modules = folder.resolve("app/node_modules");
    Files.writeString(modules.resolve("debug/src/index.js"), Files.readString(modules.resolve("debug/src/index.js")) + "\n");
    Files.writeString(modules.resolve("semver/extra.js"), "extra\n");
    Files.createDirectories(modules.resolve("is-number/build/Release"));
    Files.writeString(modules.resolve("is-number/build/Release/n.node"), "built here");
    Files.delete(modules.resolve("ms/index.js"));
    CommandLineRun run = verify(4, "-f", "json");
    List<String> found = new ArrayList<>();
    Json.MAPPER.readTree(run.output()).path("findings")
        .forEach(f -> found.add(f.path("id").stringValue() + " " + f.path("subject").stringValue() + " " + f.path("file").stringValue()));
    assertThat(found)
        .containsExactly(
            "changed-file debug@4.4.3 node_modules/debug/src/index.js",
            "extra-file is-number@7.0.0 node_modules/is-number/build/Release/n.node",
            "missing-file ms@2.1.3 node_modules/ms/index.js",
            "extra-file semver@7.7.2 node_modules/semver/extra.js");
    verify(
        0, "--exclude", "node_modules/debug/", "--exclude", "extra.js", "--exclude", "build/", "--exclude", "node_modules/ms/index.js");
  }

  @Test
  void emptyCacheSaysHowToFillIt() throws Exception {
    CommandLineRun run = CommandLineRun.of("catalog", "verify", "--lock", "-C", app(), "--npm-cache", folder.resolve("none").toString());
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.output()).contains("npm cache add debug@4.4.3").contains("not verified: 4 findings");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    assertThat(CommandLineRun.of("catalog", "verify", "--lock", "x.json").errors()).contains("`--lock` stands instead of the catalog `x.json`");
    assertThat(CommandLineRun.of("catalog", "verify").errors()).contains("which catalog?");
    assertThat(CommandLineRun.of("catalog", "verify", "--lock", "--root", folder.toString()).errors()).contains("package-lock.json");
    Files.writeString(folder.resolve("app/package-lock.json"), "{");
    CommandLineRun malformed = CommandLineRun.of("catalog", "verify", "--lock", "--root", app());
    assertThat(malformed.code()).isEqualTo(2);
    assertThat(malformed.errors()).contains("is malformed").doesNotContain("\tat ");
  }

  private CommandLineRun verify(int code, String... more) {
    List<String> args = new ArrayList<>(List.of("catalog", "verify", "--lock", "--root", app(), "--npm-cache", folder.resolve("cache").toString()));
    args.addAll(List.of(more));
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.code()).as(run.output() + run.errors()).isEqualTo(code);
    return run;
  }

  private String app() {
    return folder.resolve("app").toString();
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(folder.resolve("app").toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
  }
}
