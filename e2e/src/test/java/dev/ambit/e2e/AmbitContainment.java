package dev.ambit.e2e;

import dev.ambit.analyze.Progress;
import dev.ambit.analyze.StaticAnalysis;
import dev.ambit.cli.launch.NodeTypes;
import dev.ambit.core.lock.LockFile;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.policy.Baseline;
import dev.ambit.core.policy.PolicyCompiler;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Undeclared;
import dev.ambit.core.tree.TreeException;
import dev.ambit.e2e.Scenario.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Ambit itself, without a JVM of its own for each run: the same steps as `ambit init` and `ambit run`.
final class AmbitContainment implements Containment {
  @Override
  public void init(Path app) {
    try {
      Project project = read(app);
      LockFile.write(app.resolve(Project.LOCK), Baseline.of(project.assess(ReviewedLock.EMPTY, Undeclared.NONE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Launch contained(
      Path app, Path node, Mode mode, List<String> arguments, Map<String, String> environment, Path events) {
    try {
      Project project = read(app);
      var wanted = mode == Mode.ENFORCE ? dev.ambit.core.settings.Mode.ENFORCE : dev.ambit.core.settings.Mode.OBSERVE;
      byte[] manifest = PolicyCompiler.compile(project.assess(wanted), wanted).toBytes();
      Path file = events.resolveSibling("policy.json");
      Files.write(file, manifest);
      Map<String, String> env = new TreeMap<>(environment);
      env.put("NODE_OPTIONS", "--require=\"" + Repository.root().resolve("guard/src/start.cjs") + "\"");
      env.put("AMBIT_MANIFEST", file.toString());
      env.put("AMBIT_MANIFEST_INTEGRITY", "sha256-" + sha256(manifest));
      env.put("AMBIT_EVENTS", events.toString());
      List<String> command = new ArrayList<>(List.of(node.toString()));
      command.addAll(arguments);
      return new Launch(command, env);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Project read(Path app) throws IOException {
    Path cache = Path.of(System.getProperty("java.io.tmpdir"), "ambit-e2e-usage");
    NodeTypes types = NodeTypes.at(NodeLine.all().getLast().binary(), Repository.root().resolve("guard"), System.getenv());
    try {
      return Project.read(app, new StaticAnalysis(cache, Progress.NONE, types));
    } catch (TreeException e) {
      throw new IOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
