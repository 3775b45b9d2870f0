package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Ways by which code in no signed file would run though Node's module hooks never see it, or see another name.
class WaysPastTheHookTest extends EnforcedApplication {
  private static final List<String> COMMON =
      List.of("execve", "requireOfAWorker", "cluster", "snapshot", "watch", "throughDescriptor", "moduleObject", "loaderOfRequire", "runMain");
  private static final List<String> MODULES =
      List.of("register", "registerOfTheModuleObject", "loaderOfAChild", "loaderInTheOptionsOfAChild", "loaderOfAWorker", "testReporter", "stdin", "vm",
          "throughRoot", "encoded", "dots");

  static Stream<Arguments> ways() {
    Stream<Arguments> all =
        Stream.concat(
            COMMON.stream().map(way -> Arguments.of(way, "plain.js")), MODULES.stream().map(way -> Arguments.of(way, "module.mjs")));
    Stream<Arguments> typed =
        Stream.of("execve", "requireOfAWorker", "loaderOfRequire", "moduleObject", "runMain").map(way -> Arguments.of(way, "typed.ts"));
    return Stream.of(all, typed, Stream.of(Arguments.of("sqlite", "addon.node"), Arguments.of("engine", "addon.node"))).flatMap(s -> s)
        .flatMap(a -> SignedApplication.LINES.stream().map(line -> Arguments.of(line, a.get()[0], a.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aFileThatIsNotSignedRunsPlainAndNeverEnforced(int line, String way, String kind) throws Exception {
    String file = "added-" + kind;
    Files.write(application.file(file), kind.equals("addon.node") ? library(true) : application.evil("kinds/" + kind));
    Run plain = application.node(line, application.plain(), "ways.js", way, file);
    assertThat(application.marker()).as("plain, the attack works: " + plain.all()).exists();
    Files.delete(application.marker());
    Run run = application.node(line, enforced, "ways.js", way, file);
    assertThat(application.marker()).as(run.all()).doesNotExist();
    assertThat(run.all()).contains("ERR_CODE_INTEGRITY_");
  }

  static Stream<Arguments> twins() {
    return Stream.of("execve", "requireOfAWorker", "cluster", "vm", "encoded", "dots", "moduleObject", "runMain")
        .flatMap(way -> SignedApplication.LINES.stream().map(line -> Arguments.of(line, way)));
  }

  @ParameterizedTest
  @MethodSource("twins")
  void aSignedFileRunsByTheSameWay(int line, String way) throws Exception {
    Run plain = application.node(line, application.plain(), "ways.js", way, "kinds/plain.js");
    Run run = application.node(line, enforced, "ways.js", way, "kinds/plain.js");
    assertThat(run.output()).as(run.all()).isEqualTo(plain.output()).contains("clean plain.js");
  }

  static Stream<Integer> lines() {
    return SignedApplication.LINES.stream();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aSignedExtensionOfSqliteIsLoaded(int line) throws Exception {
    Files.write(application.file("extension.so"), library(false));
    Path catalog = application.work().resolve("extension.json");
    application.ambit(0, List.of("catalog", "create", application.app().toString(), "-o", catalog.toString()));
    application.ambit(0, List.of("catalog", "sign", catalog.toString(), "--key", application.signer().key().toString(), "--cert", application.signer().certificate().toString()));
    Map<String, String> variables = application.guarded("--enforce-code-integrity", "--catalog", catalog.toString(), "--trust", application.signer().authority().toString());
    for (String name : List.of("extension.so", "extension")) {
      Run run = application.node(line, variables, "ways.js", "sqlite", name);
      assertThat(run.output()).as(run.all()).isEqualTo("loaded\n");
    }
    Files.write(application.file("extension.so"), library(true));
    Files.deleteIfExists(application.marker());
    Run run = application.node(line, variables, "ways.js", "sqlite", "extension.so");
    assertThat(application.marker()).doesNotExist();
    assertThat(run.errors()).contains("`extension.so` is not as signed");
  }

  /// Whoever can write to the folder of Node's compile cache puts other code there under the name of a signed file.
  @ParameterizedTest
  @MethodSource("lines")
  void codeThatV8KeptForASignedFileNeverRuns(int line) throws Exception {
    Path victim = application.file("kinds/plain.js");
    byte[] clean = Files.readAllBytes(victim);
    byte[] evil = application.evil("kinds/plain.js");
    int length = Math.max(clean.length, evil.length);
    Files.write(victim, padded(clean, length));
    Path catalog = application.work().resolve("cached.json");
    application.ambit(0, List.of("catalog", "create", application.app().toString(), "-o", catalog.toString()));
    application.ambit(0, List.of("catalog", "sign", catalog.toString(), "--key", application.signer().key().toString(), "--cert", application.signer().certificate().toString()));
    Path good = kept(line, "good-" + line);
    Files.write(victim, padded(evil, length));
    Path bad = kept(line, "bad-" + line);
    Files.write(victim, padded(clean, length));
    byte[] forged = Files.readAllBytes(bad);
    // the size and the checksum of the source are those of the signed file
    ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putInt(12, ByteBuffer.wrap(Files.readAllBytes(good)).order(ByteOrder.LITTLE_ENDIAN).getInt(12));
    Files.write(good, forged);
    Files.deleteIfExists(application.marker());

    Map<String, String> plain = application.plain();
    plain.put("NODE_COMPILE_CACHE", application.work().resolve("good-" + line).toString());
    Run run = application.node(line, plain, "kinds/plain.js");
    assertThat(application.marker()).as("plain, the attack works: " + run.all()).exists();
    Files.delete(application.marker());

    String[] demand = {"--enforce-code-integrity", "--catalog", catalog.toString(), "--trust", application.signer().authority().toString()};
    Map<String, String> variables = new TreeMap<>(application.guarded(demand));
    assertThat(application.node(line, variables, "kinds/plain.js").output()).isEqualTo("clean plain.js\n");
    variables.put("NODE_COMPILE_CACHE", plain.get("NODE_COMPILE_CACHE"));
    Run refused = application.node(line, variables, "kinds/plain.js");
    assertThat(application.marker()).doesNotExist();
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.errors()).contains("ERR_CODE_INTEGRITY_BLOCKED NODE_COMPILE_CACHE");
  }

  private Path kept(int line, String folder) throws Exception {
    Path cache = application.work().resolve(folder);
    Map<String, String> variables = application.plain();
    variables.put("NODE_COMPILE_CACHE", cache.toString());
    application.node(line, variables, "kinds/plain.js");
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private static byte[] padded(byte[] text, int length) {
    byte[] padded = new byte[length];
    Arrays.fill(padded, (byte) '\n');
    System.arraycopy(text, 0, padded, 0, text.length);
    return padded;
  }

  /// A library that writes the marker when it is mapped.
  ///
  /// @param evil whether it does
  private byte[] library(boolean evil) throws Exception {
    Path source = application.work().resolve("library.c");
    String opened = evil ? "fclose(fopen(getenv(\"MARKER\"), \"w\"));" : "";
    Files.writeString(source, """
        #include <stdio.h>
        #include <stdlib.h>
        __attribute__((constructor)) static void loaded(void) { %s }
        int sqlite3_extension_init(void *a, void *b, void *c) { return 0; }
        """.formatted(opened));
    Path library = application.work().resolve("library.so");
    Run gcc = Run.of(application.work(), System.getenv(), "", List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString()));
    assertThat(gcc.code()).as("gcc (apt install gcc): " + gcc.all()).isZero();
    return Files.readAllBytes(library);
  }
}
