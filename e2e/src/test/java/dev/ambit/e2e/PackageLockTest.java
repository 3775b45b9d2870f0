package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PackageLockTest {
  @TempDir private Path app;

  @BeforeEach
  void application() throws IOException {
    install("", "{\"name\":\"app\",\"version\":\"1.0.0\",\"dependencies\":{\"a\":\"^1.0.0\"}}");
    install("node_modules/a", "{\"name\":\"a\",\"version\":\"1.2.3\"}");
  }

  @Test
  void applicationAndPackagesAreListedWithVersionsAndRanges() throws IOException {
    JsonNode packages = packages();
    assertThat(packages.path("").path("dependencies").path("a").stringValue()).isEqualTo("^1.0.0");
    assertThat(packages.path("node_modules/a").path("version").stringValue()).isEqualTo("1.2.3");
  }

  @Test
  void scopedAndNestedPackagesAreListed() throws IOException {
    install("node_modules/@s/b", "{\"name\":\"@s/b\",\"version\":\"2.0.0\"}");
    install("node_modules/@s/b/node_modules/a", "{\"name\":\"a\",\"version\":\"3.0.0\"}");
    assertThat(packages().propertyNames())
        .containsExactlyInAnyOrder("", "node_modules/a", "node_modules/@s/b", "node_modules/@s/b/node_modules/a");
  }

  @Test
  void aliasGivesThePackageItsRealName() throws IOException {
    install("", "{\"name\":\"app\",\"version\":\"1.0.0\",\"dependencies\":{\"a\":\"npm:@real/name@^1.0.0\"}}");
    assertThat(packages().path("node_modules/a").path("name").stringValue()).isEqualTo("@real/name");
  }

  @Test
  void nameThatThePackageClaimsForItselfIsIgnored() throws IOException {
    install("node_modules/a", "{\"name\":\"express\",\"version\":\"1.2.3\"}");
    assertThat(packages().path("node_modules/a").has("name")).isFalse();
  }

  @Test
  void workspaceIsALinkToItsFolder() throws IOException {
    install("packages/tool", "{\"name\":\"tool\",\"version\":\"1.0.0\"}");
    Files.createSymbolicLink(app.resolve("node_modules/tool"), Path.of("../packages/tool"));
    JsonNode packages = packages();
    assertThat(packages.path("node_modules/tool").path("link").booleanValue()).isTrue();
    assertThat(packages.path("packages/tool").path("version").stringValue()).isEqualTo("1.0.0");
  }

  @Test
  void installScriptIsMarked() throws IOException {
    install("node_modules/a", "{\"name\":\"a\",\"version\":\"1.2.3\",\"scripts\":{\"postinstall\":\"node x.js\"}}");
    assertThat(packages().path("node_modules/a").path("hasInstallScript").booleanValue()).isTrue();
  }

  private void install(String location, String manifest) throws IOException {
    Path folder = Files.createDirectories(app.resolve(location));
    Files.writeString(folder.resolve("package.json"), manifest);
  }

  private JsonNode packages() throws IOException {
    new PackageLock(app).write();
    return Json.MAPPER.readTree(Files.readString(app.resolve("package-lock.json"))).path("packages");
  }
}
