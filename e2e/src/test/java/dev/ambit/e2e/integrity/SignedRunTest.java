package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What runs under a signed catalog besides the usual: Windows catalogs, containment at the same time, addons that bring
/// libraries, tools.
@Execution(ExecutionMode.SAME_THREAD) // the application is one for all
class SignedRunTest {
  private static final String LOCK = """
      {"name": "signed", "version": "1.0.0", "lockfileVersion": 3, "requires": true, "packages": {
        "": {"name": "signed", "version": "1.0.0", "dependencies": {"ethers": "1.0.0", "provider2": "1.0.0"}},
        "node_modules/ethers": {"version": "1.0.0"}, "node_modules/provider2": {"version": "1.0.0"}}}
      """;

  @TempDir private static Path work;
  private static SignedApplication application;
  /// Contained and signed at once: a manifest and a list of what was installed and signed first.
  private static Map<String, String> both;

  @BeforeAll
  static void sign() throws Exception {
    application = SignedApplication.create(work);
    init();
    both = application.enforced();
    assertThat(both).containsKeys("AMBIT_MANIFEST", "AMBIT_INTEGRITY");
  }

  @BeforeEach
  void asSigned() throws Exception {
    application.reset();
  }

  static Stream<Integer> lines() {
    return SignedApplication.LINES.stream();
  }

  @Test
  void aWindowsCatalogIsEnforcedOnEveryLine() throws Exception {
    Path catalog = catalog("2");
    Map<String, String> enforced = application.guarded(
        "--enforce-code-integrity", "--catalog", catalog.toString(), "--trust", application.signer().authority().toString());
    for (int line : SignedApplication.LINES) {
      assertThat(application.node(line, enforced, "kinds/plain.js").output()).isEqualTo("clean plain.js\n");
      Files.write(application.file("kinds/plain.js"), application.evil("plain.js"));
      Run run = application.node(line, enforced, "kinds/plain.js");
      assertThat(application.marker()).doesNotExist();
      assertThat(run.errors()).contains("`kinds/plain.js` is not as signed: expected sha256-");
      application.reset();
    }
  }

  @Test
  void aWindowsCatalogThatKnowsSha1AloneStartsNothingAndSaysWhy() throws Exception {
    Path catalog = catalog("1");
    Run run = application.ambit(List.of("run", "-C", application.app().toString(), "--enforce-code-integrity", "--catalog",
        catalog.toString(), "--trust", application.signer().authority().toString(), "kinds/plain.js"));
    assertThat(run.code()).as(run.all()).isEqualTo(4);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains("by SHA-1 only").contains("`ambit catalog create`");
  }

  private static Path catalog(String version) throws Exception {
    Path catalog = application.work().resolve("v" + version + ".cat");
    application.ambit(0, List.of("catalog", "create", application.app().toString(), "-o", catalog.toString(), "--format", "cat", "--catalog-version", version));
    application.ambit(0, List.of("catalog", "sign", catalog.toString(), "--key", application.signer().key().toString(), "--cert", application.signer().certificate().toString()));
    return catalog;
  }

  /// Each way to load a file in a process that is contained as well.
  static Stream<Arguments> loads() {
    return Stream.of(
            List.of("import", "kinds/module.mjs"), List.of("import", "kinds/common.cjs"), List.of("importJson", "kinds/data.json"),
            List.of("require", "kinds/detected.js"), List.of("require", "kinds/typed.ts"),
            List.of("import", "kinds/module.mts"), List.of("import", "kinds/common.cts"), List.of("worker", "kinds/detected.ts"), List.of("worker", "kinds/plain.js"), List.of("worker", "kinds/module.mjs"),
            List.of("fork", "kinds/plain.js"), List.of("forkWithoutEnvironment", "kinds/module.mjs"), List.of("spawnSync", "kinds/plain.js"))
        .flatMap(load -> SignedApplication.LINES.stream().map(line -> Arguments.of(line, load.get(0), load.get(1))));
  }

  @ParameterizedTest
  @MethodSource("loads")
  void containedAndSignedAtOnce(int line, String how, String file) throws Exception {
    Run clean = application.node(line, both, "load.js", how, file);
    assertThat(clean.output()).as(clean.all()).isEqualTo(application.node(line, application.plain(), "load.js", how, file).output());
    assertThat(clean.code()).as(clean.all()).isZero();
    Files.write(application.file(file), application.evil(file));
    application.node(line, application.plain(), "load.js", how, file);
    assertThat(application.marker()).as("plain, the attack works").exists();
    Files.delete(application.marker());
    Run run = application.node(line, both, "load.js", how, file);
    assertThat(application.marker()).as(run.all()).doesNotExist();
    assertThat(run.errors()).as(run.all()).contains("ERR_CODE_INTEGRITY_VIOLATION");
  }

  @Test
  void textThatIsCompiledUnderAFilesNameIsComparedUnderContainmentToo() throws Exception {
    init();
    // the loader's own way, as tools that compile on the fly use it
    String compile = """
        const Module = require('node:module');
        const file = __dirname + '/kinds/plain.js';
        new Module(file, module)._compile(%s, file);
        """;
    Files.writeString(application.file("same.js"), compile.formatted("require('node:fs').readFileSync(file, 'utf8')"));
    Files.writeString(application.file("other.js"), compile.formatted("\"require('fs').writeFileSync(process.env.MARKER, '')\""));
    Path catalog = application.work().resolve("compile.json");
    application.ambit(0, List.of("catalog", "create", application.app().toString(), "-o", catalog.toString()));
    application.ambit(0, List.of("catalog", "sign", catalog.toString(), "--key", application.signer().key().toString(), "--cert", application.signer().certificate().toString()));
    Map<String, String> both = application.guarded("--enforce-code-integrity", "--catalog", catalog.toString(), "--trust", application.signer().authority().toString(), "--disable-eval");
    assertThat(both).containsKey("AMBIT_MANIFEST");
    for (int line : SignedApplication.LINES) {
      Run same = application.node(line, both, "same.js");
      assertThat(same.output()).as(same.all()).isEqualTo("clean plain.js\n");
      Run run = application.node(line, both, "other.js");
      assertThat(application.marker()).as(run.all()).doesNotExist();
      assertThat(run.errors()).contains("ERR_CODE_INTEGRITY_BLOCKED").contains("`module._compile`");
      application.node(line, application.plain(), "other.js");
      assertThat(application.marker()).exists();
      Files.delete(application.marker());
    }
  }

  /// Libraries beside an addon, found by its RUNPATH, by the older RPATH, and by that of another library.
  @ParameterizedTest
  @MethodSource("lines")
  void anAddonFindsTheSignedLibrariesThatItBringsAndNoOthers(int line) throws Exception {
    Map<String, String> alone = addonWithLibraries();
    Map<String, String> contained = new TreeMap<>(both);
    contained.putAll(Map.of("AMBIT_INTEGRITY", alone.get("AMBIT_INTEGRITY"), "AMBIT_INTEGRITY_DIGEST", alone.get("AMBIT_INTEGRITY_DIGEST")));
    for (String kind : List.of("runpath", "rpath")) {
      String addon = "addons/" + kind + ".node";
      String part = "lib" + kind + ".so";
      for (Map<String, String> enforced : List.of(alone, contained)) {
        assertThat(application.node(line, application.plain(), "load.js", "require", addon).output()).startsWith("whole 7\n");
        Run run = application.node(line, enforced, "load.js", "require", addon);
        assertThat(run.output()).as(run.all()).startsWith("whole 7\n");
        assertThat(leftBehind()).as("private copies").isEmpty();
        for (String library : List.of(part, "libdeep.so")) {
          Path file = application.file("libraries/" + library);
          byte[] signed = Files.readAllBytes(file);
          Files.write(file, evilLibrary(library));
          application.node(line, application.plain(), "load.js", "require", addon);
          assertThat(application.marker()).as("plain, the attack works").exists();
          Files.delete(application.marker());
          Run changed = application.node(line, enforced, "load.js", "require", addon);
          assertThat(application.marker()).as(changed.all()).doesNotExist();
          assertThat(changed.errors()).contains("ERR_CODE_INTEGRITY_VIOLATION").contains("libraries/" + library + "` is not as signed");
          assertThat(changed.output()).isEmpty();
          assertThat(leftBehind()).as("private copies").isEmpty();
          Files.write(file, signed);
        }
        // where the system would look first
        Path first = Files.write(application.file("addons/" + part), evilLibrary(part));
        Run added = application.node(line, enforced, "load.js", "require", addon);
        assertThat(application.marker()).as(added.all()).doesNotExist();
        assertThat(added.errors()).contains("addons/" + part + "` is not in the signed catalog");
        Files.delete(first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void anAddonWhoseLibraryIsMissingSaysSo(int line) throws Exception {
    Map<String, String> enforced = addonWithLibraries();
    Files.delete(application.file("libraries/libdeep.so"));
    Run run = application.node(line, enforced, "load.js", "require", "addons/runpath.node");
    assertThat(run.output()).as(run.all()).isEmpty();
    assertThat(run.errors()).contains("libdeep.so: cannot open shared object file");
  }

  /// Puts two addons into the application, each with a library that needs another one, and signs all.
  private static Map<String, String> addonWithLibraries() throws Exception {
    Path libraries = Files.createDirectories(application.file("libraries"));
    Files.createDirectories(application.file("addons"));
    Files.writeString(application.work().resolve("deep.c"), "int deep(void) { return 6; }");
    Files.writeString(application.work().resolve("part.c"), "int deep(void); int part(void) { return deep() + 1; }");
    Files.writeString(application.work().resolve("whole.c"), """
        #include <stdio.h>
        int part(void);
        __attribute__((constructor)) static void loaded(void) { printf("whole %d\\n", part()); fflush(stdout); }
        void *napi_register_module_v1(void *env, void *exports) { (void)env; return exports; }
        """);
    gcc("-o", libraries.resolve("libdeep.so").toString(), "deep.c");
    String search = "-rpath,/nowhere:$ORIGIN:$ORIGIN/../libraries";
    // a RUNPATH counts for the file itself; an RPATH for what its libraries need as well
    for (List<String> kind : List.of(List.of("runpath", "--enable-new-dtags", "-Wl,-rpath,${ORIGIN}"), List.of("rpath", "--disable-new-dtags", "-Wl,-O1"))) {
      String name = kind.getFirst();
      gcc("-o", libraries.resolve("lib" + name + ".so").toString(), "part.c", "-L" + libraries, "-ldeep", kind.get(2));
      gcc("-o", application.file("addons/" + name + ".node").toString(), "whole.c", "-L" + libraries, "-l" + name, "-Wl," + kind.get(1) + "," + search);
    }
    Path catalog = application.work().resolve("libraries.json");
    application.ambit(0, List.of("catalog", "create", application.app().toString(), "-o", catalog.toString()));
    application.ambit(0, List.of("catalog", "sign", catalog.toString(), "--key", application.signer().key().toString(), "--cert", application.signer().certificate().toString()));
    return application.guarded("--enforce-code-integrity", "--catalog", catalog.toString(), "--trust", application.signer().authority().toString());
  }

  private static byte[] evilLibrary(String name) throws Exception {
    Path source = application.work().resolve("evil.c");
    Files.writeString(source, """
        #include <stdio.h>
        #include <stdlib.h>
        __attribute__((constructor)) static void loaded(void) { fclose(fopen(getenv("MARKER"), "w")); }
        int part(void) { return 7; }
        int deep(void) { return 6; }
        """);
    Path library = application.work().resolve("evil-" + name);
    gcc("-o", library.toString(), "evil.c");
    return Files.readAllBytes(library);
  }

  private static List<Path> leftBehind() throws Exception {
    try (Stream<Path> files = Files.list(application.work())) {
      return files.filter(file -> String.valueOf(file.getFileName()).startsWith("ambit-addon-")).toList();
    }
  }

  @Test
  void aToolOutsideOfTheSignedFolderRunsOnlyWhereFilesAreNotJudged() throws Exception {
    init();
    List<String> npm = List.of("--", "npm", "--version");
    Run contained = application.ambit(with(npm, "--disable-interactive-mode"));
    assertThat(contained.code()).as(contained.all()).isZero();
    assertThat(contained.output()).matches("\\d+\\.\\d+\\.\\d+\\n");
    Run signed = application.ambit(with(npm, application.demand("--enforce-code-integrity")));
    assertThat(signed.code()).isNotZero();
    assertThat(signed.output()).isEmpty();
    assertThat(signed.errors()).contains("ERR_CODE_INTEGRITY_VIOLATION").contains("is not in the signed catalog");
  }

  private static List<String> with(List<String> command, String... flags) {
    List<String> all = new ArrayList<>(List.of("run", "-C", application.app().toString()));
    all.addAll(Arrays.asList(flags));
    all.addAll(command);
    return all;
  }

  private static void init() throws Exception {
    Files.writeString(application.file("package-lock.json"), LOCK);
    application.ambit(0, List.of("init", "-C", application.app().toString(), "--mode", "enforce"));
  }

  private static void gcc(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC"));
    command.addAll(Arrays.asList(arguments));
    Run gcc = Run.of(application.work(), System.getenv(), "", command);
    assertThat(gcc.code()).as("gcc (apt install gcc): " + gcc.all()).isZero();
  }
}
