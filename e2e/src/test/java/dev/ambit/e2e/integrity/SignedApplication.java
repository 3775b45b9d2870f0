package dev.ambit.e2e.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.cli.demo.Self;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A small application with one file of every kind, signed; each test changes it and gets it back as signed.
///
/// Each file of `kinds` prints `clean NAME` when it is loaded. Changed ones, see [#evil], write the file that the
/// variable `MARKER` names, so that a test sees whether they ran.
final class SignedApplication {
  static final List<Integer> LINES = List.of(22, 24, 26);

  private final Path work;
  private final Path pristine;
  private final Signer signer;

  private SignedApplication(Path work, Signer signer) {
    this.work = work;
    this.signer = signer;
    this.pristine = work.resolve("pristine");
  }

  /// Writes, catalogues and signs it.
  static SignedApplication create(Path work) throws IOException, InterruptedException {
    Path real = work.toRealPath();
    SignedApplication application = new SignedApplication(real, Signer.of(real.resolve("keys")));
    Path source = Path.of(System.getProperty("ambit.repo"), "e2e/src/test/resources/integrity/application");
    copy(source, application.pristine);
    application.compileAddon();
    application.reset();
    application.sign();
    return application;
  }

  /// Puts every file back as it was signed.
  void reset() throws IOException {
    delete(app());
    copy(pristine, app());
    Files.deleteIfExists(marker());
    Files.deleteIfExists(events());
  }

  /// Catalogues and signs it again.
  void resign() throws IOException, InterruptedException {
    reset();
    sign();
  }

  private void sign() throws IOException, InterruptedException {
    // a test may have left something else there, which is not replaced
    Files.deleteIfExists(catalog());
    ambit(0, List.of("catalog", "create", app().toString(), "-o", catalog().toString()));
    ambit(0, List.of("catalog", "sign", catalog().toString(), "--key", signer.key().toString(), "--cert", signer.certificate().toString()));
  }

  Path app() {
    return work.resolve("the app");
  }

  Path catalog() {
    return work.resolve("catalog.json");
  }

  Path events() {
    return work.resolve("events.jsonl");
  }

  Path work() {
    return work;
  }

  Signer signer() {
    return signer;
  }

  /// Written by code that was not signed.
  Path marker() {
    return work.resolve("marker");
  }

  Path file(String name) {
    return app().resolve(name);
  }

  /// What a file of this kind holds after an attack: it writes the marker, in its own way.
  byte[] evil(String name) throws IOException {
    return Files.readAllBytes(pristine.resolve("evil").resolve(name.substring(name.lastIndexOf('/') + 1)));
  }

  /// The variables with which `ambit run FLAGS` starts Node programs.
  Map<String, String> guarded(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("run", "-C", app().toString()));
    command.addAll(List.of(flags));
    command.addAll(List.of("--", "env"));
    Map<String, String> variables = plain();
    ambit(0, command).output().lines().filter(line -> line.matches("(NODE_OPTIONS|AMBIT_[A-Z_]+)=.*")).forEach(line -> {
      int at = line.indexOf('=');
      variables.put(line.substring(0, at), line.substring(at + 1));
    });
    variables.remove("AMBIT_JAVA_HOME");
    return variables;
  }

  /// The same for enforcement of the catalog, with more flags.
  Map<String, String> enforced(String... more) throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(List.of(demand("--enforce-code-integrity")));
    flags.addAll(List.of(more));
    return guarded(flags.toArray(String[]::new));
  }

  /// The flags that name the catalog.
  String[] demand(String first) {
    return new String[] {first, "--catalog", catalog().toString(), "--trust", signer.authority().toString()};
  }

  /// Variables for a program that Ambit has nothing to do with.
  Map<String, String> plain() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", System.getenv("PATH"));
    variables.put("HOME", work.toString());
    variables.put("TMPDIR", work.toString());
    variables.put("MARKER", marker().toString());
    return variables;
  }

  /// Runs Node in the application's folder.
  Run node(int line, Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
    return nodeReading("", line, variables, arguments);
  }

  /// The same with something on standard input.
  Run nodeReading(String input, int line, Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(binary(line)));
    command.addAll(List.of(arguments));
    return Run.of(app(), variables, input, command);
  }

  static String binary(int line) {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    return System.getProperty("ambit.repo") + "/e2e/node/node_modules/node" + line + "-linux-" + arch + "/bin/node";
  }

  /// Runs Ambit itself, which finds Node 24 first.
  Run ambit(int code, List<String> arguments) throws IOException, InterruptedException {
    Run run = ambit(arguments);
    assertThat(run.code()).as(run.all()).isEqualTo(code);
    return run;
  }

  Run ambit(List<String> arguments) throws IOException, InterruptedException {
    Map<String, String> variables = plain();
    variables.put("PATH", Path.of(binary(24)).getParent() + ":" + System.getenv("PATH"));
    variables.put("XDG_CACHE_HOME", work.resolve("cache").toString());
    return Run.of(work, variables, "", Self.command(arguments).command());
  }

  private void compileAddon() throws IOException, InterruptedException {
    for (String name : List.of("kinds/addon", "evil/addon")) {
      Path source = pristine.resolve(name + ".c");
      Run gcc = Run.of(pristine, System.getenv(), "", List.of("gcc", "-shared", "-fPIC", "-o", pristine.resolve(name + ".node").toString(), source.toString()));
      assertThat(gcc.code()).as("gcc (apt install gcc): " + gcc.all()).isZero();
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
