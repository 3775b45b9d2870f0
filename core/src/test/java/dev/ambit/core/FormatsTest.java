package dev.ambit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ambit.core.admin.AdminSettingsFile;
import dev.ambit.core.declaration.DeclarationFile;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.Json;
import dev.ambit.core.lock.LockFile;
import dev.ambit.core.settings.SettingsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds readers, schemas and the design document against one another. A corpus folder has `valid` files,
/// `invalid` ones that reader and schema both refuse, and `semantic` ones whose fault no schema can say: names
/// that Node must know, npm's ranges, the calendar, an entry that contradicts itself, keys or capabilities that
/// are there twice. Beside each refused file lies what the reader says; `-Dambit.update=true` writes it anew.
class FormatsTest {
  private static final Path REPO = Path.of(System.getProperty("ambit.repo"));
  private static final Path CORPUS = REPO.resolve("core/src/test/resources/dev/ambit/core/corpus");
  private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final int FUZZED_PER_FILE = 400;

  enum Format {
    DECLARATION,
    SETTINGS,
    LOCK,
    ADMIN;

    Object parse(String file, byte[] bytes) throws FormatException {
      return switch (this) {
        case DECLARATION -> DeclarationFile.parse(file, bytes);
        case SETTINGS -> SettingsFile.parse(file, bytes);
        case LOCK -> LockFile.parse(file, bytes);
        case ADMIN -> AdminSettingsFile.parse(file, bytes);
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    List<Path> files(String kind) throws IOException {
      try (Stream<Path> files = Files.list(CORPUS.resolve(word()).resolve(kind))) {
        List<Path> sorted = files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        assertThat(sorted).isNotEmpty();
        return sorted;
      }
    }
  }

  private static JsonNode spec(String name) throws IOException {
    return Json.MAPPER.readTree(Files.readAllBytes(REPO.resolve("spec").resolve(name + ".schema.json")));
  }

  private static List<String> schemaErrors(String format, JsonNode document) throws IOException {
    Schema schema = SCHEMAS.getSchema(spec(format));
    return schema.validate(document).stream().map(Error::toString).toList();
  }

  private static JsonNode lenient(Path file) throws IOException {
    return new JsonMapper().readTree(Files.readAllBytes(file));
  }

  @ParameterizedTest
  @EnumSource
  void readerAndSchemaTakeValidFiles(Format format) throws IOException {
    for (Path file : format.files("valid")) {
      assertThat(format.parse(file.getFileName().toString(), Files.readAllBytes(file))).isNotNull();
      assertThat(schemaErrors(format.word(), lenient(file))).as(file.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readerAndSchemaRefuseInvalidFiles(Format format) throws IOException {
    for (Path file : format.files("invalid")) {
      assertThat(schemaErrors(format.word(), lenient(file))).as(file.toString()).isNotEmpty();
      assertRefused(format, file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readerAloneRefusesWhatNoSchemaCanSay(Format format) throws IOException {
    for (Path file : format.files("semantic")) {
      assertThat(schemaErrors(format.word(), lenient(file))).as(file.toString()).isEmpty();
      assertRefused(format, file);
    }
  }

  private static void assertRefused(Format format, Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      format.parse(name, Files.readAllBytes(file));
    } catch (FormatException e) {
      Path golden = file.resolveSibling(name.replace(".json", ".errors"));
      if (Boolean.getBoolean("ambit.update")) {
        assertThat(System.getenv("CI")).as("golden files are not written in CI").isNull();
        Files.writeString(golden, e.getMessage() + "\n");
      }
      assertThat(e.getMessage() + "\n").isEqualTo(Files.readString(golden));
      assertThat(e.problems()).hasSameSizeAs(e.getMessage().lines().toList());
      return;
    }
    fail("read without complaint: " + file);
  }

  @ParameterizedTest
  @EnumSource
  void damagedFilesGiveProblemsAndNoOtherException(Format format) throws IOException {
    Random random = new Random(4711);
    for (Path file : format.files("valid")) {
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < FUZZED_PER_FILE; i++) {
        byte[] damaged = damage(whole, random);
        try {
          assertThat(format.parse("x.json", damaged)).isNotNull();
        } catch (FormatException e) {
          assertThat(e.problems()).isNotEmpty();
          assertThat(e.getMessage().lines().toList())
              .hasSameSizeAs(e.problems())
              .allMatch(line -> line.matches("x\\.json(:[0-9]+:[0-9]+)?( /.*)?: .*"))
              .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
        } catch (RuntimeException e) {
          throw new AssertionError("on " + new String(damaged, StandardCharsets.UTF_8), e);
        }
      }
    }
  }

  private static byte[] damage(byte[] whole, Random random) {
    byte[] damaged = random.nextInt(3) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
    for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
      byte[] likely = "{}[]\",:\\0- ".getBytes(StandardCharsets.US_ASCII);
      byte flipped = random.nextBoolean() ? (byte) random.nextInt(256) : likely[random.nextInt(likely.length)];
      damaged[random.nextInt(damaged.length)] = flipped;
    }
    return damaged;
  }

  @ParameterizedTest
  @ValueSource(strings = {"declaration", "settings", "lock", "policy", "admin"})
  void everyPropertyOfASchemaIsDescribed(String name) throws IOException {
    JsonNode schema = spec(name);
    assertThat(schema.path("$schema").stringValue()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("$id").stringValue()).isEqualTo("https://ambit.example/schema/" + name + ".schema.json");
    List<String> mute = new ArrayList<>();
    collectMute(schema, "", mute);
    assertThat(mute).isEmpty();
  }

  private static void collectMute(JsonNode node, String path, List<String> mute) {
    boolean condition = path.endsWith("/if");
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String below = path + "/" + member.getKey();
      if (path.endsWith("/properties") && !path.contains("/if/") && !member.getValue().has("description")) {
        mute.add(below);
      }
      if (!condition) {
        collectMute(member.getValue(), below, mute);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collectMute(node.get(i), path + "/" + i, mute);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"declaration", "settings", "lock", "policy", "admin"})
  void schemasAreSchemas(String name) throws IOException {
    Schema meta =
        SCHEMAS.getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(meta.validate(spec(name))).isEmpty();
  }

  @Test
  void examplesOfTheDesignAreValid() throws IOException {
    String design = Files.readString(REPO.resolve("docs/designs/0001-formats-and-protocol.md"));
    Matcher section = Pattern.compile("(?m)^## ([^\\n]+)$(\\s*)```json\\n(.*?)```", Pattern.DOTALL).matcher(design);
    List<String> seen = new ArrayList<>();
    while (section.find()) {
      String title = section.group(1);
      String format =
          title.startsWith("ambit.json") ? "settings" : title.startsWith("ambit.lock") ? "lock" : "policy";
      String json =
          section.group(3)
              .replace("sha256-…", "sha256-" + "A".repeat(43) + "=")
              .replace("sha512-…", "sha512-" + "A".repeat(86) + "==")
              .replace("<sha256>", "A".repeat(43) + "=");
      assertThat(schemaErrors(format, Json.MAPPER.readTree(json))).as(title).isEmpty();
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      switch (format) {
        case "settings" -> SettingsFile.parse(title, bytes);
        case "lock" -> assertThat(LockFile.parse(title, bytes).packages()).hasSize(3);
        default -> assertThat(json).contains("\"authority\"");
      }
      seen.add(format);
    }
    Matcher declarations = Pattern.compile("`(\\{\"version\":[01],.*?\\})`").matcher(design);
    while (declarations.find()) {
      assertThat(schemaErrors("declaration", Json.MAPPER.readTree(declarations.group(1)))).isEmpty();
      DeclarationFile.parse("0001", declarations.group(1).getBytes(StandardCharsets.UTF_8));
      seen.add("declaration");
    }
    assertThat(seen).containsExactly("settings", "lock", "policy", "declaration", "declaration");
  }

  @Test
  void policySchemaRefusesWhatTheGuardWouldNotUnderstand() throws IOException {
    String file = "[\"cjs\", \"" + "A".repeat(43) + "=\"%s]";
    List<String> files =
        List.of(
            "[\"cjs\"]", "[\"mjs\", \"" + "A".repeat(43) + "=\"]", file.formatted(", [], [], 1"),
            file.formatted(", \"process\""), file.replace("cjs", "error").formatted(""), "{}");
    for (String bad : files) {
      assertThat(schemaErrors("policy", Json.MAPPER.readTree(policy(bad, "\"own\"")))).as(bad).isNotEmpty();
    }
    String good = file.replace("cjs", "error").formatted(", \"unexpected token\", 3, 14");
    assertThat(schemaErrors("policy", Json.MAPPER.readTree(policy(good, "\"own\"")))).isEmpty();
    assertThat(schemaErrors("policy", Json.MAPPER.readTree(policy(good, "\"declared\"")))).isNotEmpty();
    assertThat(schemaErrors("policy", Json.MAPPER.readTree(policy(good, "\"some\"")))).isNotEmpty();
  }

  private static String policy(String file, String authority) {
    return """
        {"version": 1, "root": "/x", "mode": "enforce", "packages": [
          {"id": "a@1.0.0", "location": "", "authority": %s, "via": "a", "dependencies": {}, "files": {"a.js": %s}}]}
        """
        .formatted(authority, file);
  }
}
