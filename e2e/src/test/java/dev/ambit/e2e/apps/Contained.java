package dev.ambit.e2e.apps;

import dev.ambit.analyze.Progress;
import dev.ambit.analyze.StaticAnalysis;
import dev.ambit.cli.launch.NodeTypes;
import dev.ambit.core.lock.LockFile;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.policy.Baseline;
import dev.ambit.core.policy.PolicyCompiler;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.Undeclared;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// `ambit init --mode enforce` and the environment of `ambit run`, without a JVM for each run.
final class Contained {
  private Contained() {}

  /// What a shell with nothing special in it hands over, so that output does not depend on where it runs.
  static Map<String, String> plainEnvironment() {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("AMBIT_")
                    || name.startsWith("npm_")
                    || name.startsWith("NODE_")
                    || name.equals("DEBUG")
                    || name.equals("FORCE_COLOR")
                    || name.equals("CI"));
    environment.put("NO_COLOR", "1");
    return environment;
  }

  /// Reviews the installed tree and compiles the policy manifest beside the folder.
  ///
  /// @return the environment that puts Node programs of that folder under it
  static Map<String, String> environment(Path folder, Map<String, String> plain) throws Exception {
    LockFile.write(folder.resolve(Project.LOCK), Baseline.of(read(folder).assess(ReviewedLock.EMPTY, Undeclared.NONE)));
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

  /// The environment in which `node` is the program of that line, for what starts it by name.
  static Map<String, String> onLine(int line, Map<String, String> environment) {
    Map<String, String> changed = new TreeMap<>(environment);
    changed.merge("PATH", programs(line).toString(), (path, first) -> first + File.pathSeparator + path);
    return changed;
  }

  /// The real program of a Node line.
  static String node(int line) {
    return programs(line).resolve("node").toString();
  }

  private static Path programs(int line) {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    return Path.of(System.getProperty("ambit.repo"), "e2e/node/node_modules/node" + line + "-linux-" + arch + "/bin");
  }

  private static Project read(Path folder) throws Exception {
    Path cache = Path.of(System.getProperty("java.io.tmpdir"), "ambit-e2e-usage");
    NodeTypes types = NodeTypes.at(Path.of(node(24)), Path.of(System.getProperty("ambit.repo"), "guard"), System.getenv());
    return Project.read(folder, new StaticAnalysis(cache, Progress.NONE, types));
  }
}
