package dev.ambit.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.analyze.Progress;
import dev.ambit.analyze.StaticAnalysis;
import dev.ambit.core.lock.LockFile;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.policy.Baseline;
import dev.ambit.core.policy.PolicyCompiler;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.Undeclared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Popular packages run unmodified: after `init`, without any grant, in enforce mode, each application
/// prints and returns what it does plain, on every Node line.
class PopularPackagesTest {
  private static final List<Integer> LINES = List.of(22, 24, 26);

  @TempDir private Path temporary;

  static Stream<Application> applications() throws IOException {
    // `-Dambit.app=express5,ws` limits them
    List<String> parts = List.of(System.getProperty("ambit.app", "").split(","));
    return Application.all().stream().filter(app -> parts.stream().anyMatch(app.name()::contains));
  }

  @ParameterizedTest
  @MethodSource("applications")
  void runsContainedAsPlain(Application application) throws Exception {
    Path folder = temporary.toRealPath().resolve(application.name());
    application.copyTo(folder);
    Ran npm = Ran.of(folder, System.getenv(), List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    assertThat(npm.code()).as(npm.errors()).isZero();

    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("AMBIT_") || name.startsWith("npm_") || name.equals("NODE_OPTIONS"));
    // what the applications print must not depend on where they run
    environment.keySet().removeAll(List.of("DEBUG", "FORCE_COLOR", "CI"));
    Map<String, String> plain = new TreeMap<>(environment);
    plain.put("NO_COLOR", "1");
    Map<String, String> contained = contained(folder, plain);

    List<String> differences = new ArrayList<>();
    for (int line : LINES) {
      List<String> command = new ArrayList<>(List.of(node(line)));
      command.addAll(application.arguments());
      Ran expected = Ran.of(folder, plain, command);
      Application.clean(folder);
      Ran actual = Ran.of(folder, contained, command);
      Application.clean(folder);
      assertThat(expected.output()).as("node %s: %s", line, expected.errors()).isNotBlank();
      if (!actual.seen().equals(expected.seen())) {
        differences.add("node " + line + "\nplain " + expected.seen() + "\ncontained " + actual.seen() + actual.errors());
      }
    }
    if (application.broken().isEmpty()) {
      assertThat(differences).isEmpty();
    } else {
      assertThat(differences).as("it works now: take `ambit.broken` out of its package.json").hasSameSizeAs(LINES);
    }
  }

  /// `ambit init --mode enforce` and `ambit run`, without a JVM for each.
  private static Map<String, String> contained(Path folder, Map<String, String> plain) throws Exception {
    LockFile.write(
        folder.resolve(Project.LOCK), Baseline.of(read(folder).assess(ReviewedLock.EMPTY, Undeclared.NONE)));
    byte[] manifest = PolicyCompiler.compile(read(folder).assess(Mode.ENFORCE), Mode.ENFORCE).toBytes();
    Path file = folder.resolveSibling("policy.json");
    Files.write(file, manifest);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(manifest);
    Map<String, String> environment = new TreeMap<>(plain);
    environment.put("NODE_OPTIONS", "--require=\"" + Path.of(System.getProperty("ambit.repo"), "guard/src/start.cjs") + "\"");
    environment.put("AMBIT_MANIFEST", file.toString());
    environment.put("AMBIT_MANIFEST_INTEGRITY", "sha256-" + Base64.getEncoder().encodeToString(digest));
    return environment;
  }

  private static Project read(Path folder) throws Exception {
    Path cache = Path.of(System.getProperty("java.io.tmpdir"), "ambit-e2e-usage");
    return Project.read(folder, new StaticAnalysis(cache, Progress.NONE));
  }

  private static String node(int line) {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    return Path.of(System.getProperty("ambit.repo"), "e2e/node/node_modules/node" + line + "-linux-" + arch + "/bin/node").toString();
  }
}
