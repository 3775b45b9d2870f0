package dev.ambit.cli;

import dev.ambit.cli.admin.AdminPolicy;
import dev.ambit.cli.launch.IntegrityDemand.FileRule;
import dev.ambit.cli.launch.KernelCheck;
import dev.ambit.cli.launch.LaunchPlan;
import dev.ambit.cli.launch.LaunchRequest;
import dev.ambit.analyze.Progress;
import dev.ambit.analyze.StaticAnalysis;
import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.policy.Audit;
import dev.ambit.core.policy.PolicyCompiler;
import dev.ambit.core.policy.PolicyManifest;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import dev.ambit.os.Inherited;
import dev.ambit.os.SealedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Model.CommandSpec;

/// Compiles the policy manifest and becomes the program, contained. Ends as the program ends.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "run a program contained: `run app.js ARGS`, `run -- npm test`, `run -- node FLAGS app.mjs`",
      "ends with the exit code of the program"
    })
final class RunCommand extends ProjectCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--mode", paramLabel = "MODE", description = "observe or enforce; otherwise what ambit.json says", converter = ModeConverter.class)
  private @Nullable Mode mode;

  @Option(names = "--observe", description = "the same as --mode observe")
  private boolean observe;

  @Option(names = "--events", paramLabel = "FILE", description = "append each denial to FILE as a JSON line")
  private @Nullable Path events;

  @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "a file of the project, or after `--` any program")
  private List<String> command = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  @Override
  GlobalOptions options() {
    return options;
  }

  /// The guard verifies each file that it loads.
  @Override
  StaticAnalysis analysis(Path cache, Progress progress) {
    return StaticAnalysis.beforeGuard(cache, progress);
  }

  @Override
  ExitCode run(Console console) throws Exception {
    throw new IllegalStateException("`run` ends as its program does");
  }

  @Override
  public Integer call() throws Exception {
    Console console = options.console(Ambit.out(), Ambit.err());
    if (observe && mode == Mode.ENFORCE) {
      throw new CommandException(ExitCode.USAGE, "`--observe` and `--mode enforce` contradict each other", null);
    }
    AdminPolicy admin = Administrator.policy();
    requireEnforceable(admin);
    Project project = readInitialised(console);
    Mode asked = observe ? Mode.OBSERVE : mode == null ? project.mode() : mode;
    Mode wanted = admin.atLeast(asked);
    if (wanted != asked) {
      console.note(console.yellow("ambit: enforcing, since " + String.join(" and ", admin.sources()) + " says so"));
    }
    Assessment assessment = project.assess(wanted);
    PolicyManifest policy = PolicyCompiler.compile(assessment, wanted);
    byte[] manifest = policy.toBytes();
    byte[] digest = sha256(manifest);
    Path file = keep(manifest, digest);
    LaunchPlan plan =
        LaunchPlan.of(
            new LaunchRequest(
                project.tree().root(),
                options.project().toRealPath(),
                GuardFolder.find(),
                file,
                "sha256-" + Base64.getEncoder().encodeToString(digest),
                events == null ? null : events.toAbsolutePath(),
                Inherited.current().environment(),
                status(wanted, project) + (admin.checkFiles() ? ", files checked by the kernel" : ""),
                program(),
                admin.checkFiles() ? kernelCheck(policy) : null));
    plan.warnings().forEach(warning -> console.note(console.yellow("ambit: " + warning)));
    Optional<SealedMemory> sealed = SealedMemory.of("ambit-manifest", manifest);
    console.note(plan.statusLine() + (sealed.isPresent() ? "" : "; manifest pinned by its digest, not sealed"));
    differing(project, assessment, console);
    return plan.start(sealed);
  }

  /// Containment refuses code that is in no file by itself; the rest would have to be enforced, and is not yet.
  private static void requireEnforceable(AdminPolicy admin) {
    if (admin.integrity().files() != FileRule.OFF || admin.integrity().signedPolicy()) {
      throw new CommandException(ExitCode.USAGE, "nothing runs: " + String.join(" and ", admin.sources())
          + " demands signatures, which `run` cannot check", "ambit doctor");
    }
  }

  /// All files that may be loaded have to pass.
  private KernelCheck kernelCheck(PolicyManifest policy) {
    List<String> files = new ArrayList<>();
    for (PolicyManifest.Entry entry : policy.packages()) {
      String folder = entry.location().isEmpty() ? "" : entry.location() + "/";
      entry.files().keySet().forEach(file -> files.add(folder + file));
    }
    return new KernelCheck(policy.root(), files, CacheFolder.find(env()).resolve("passes"));
  }

  /// A file of the project, unless `--` says that a program follows.
  private LaunchRequest.Command program() {
    List<String> arguments = command.subList(1, command.size());
    return isProgram()
        ? new LaunchRequest.Command.Program(command.getFirst(), arguments)
        : new LaunchRequest.Command.Script(command.getFirst(), arguments);
  }

  /// Whether `--` stands before the first positional argument; picocli takes it away.
  private boolean isProgram() {
    List<String> given = spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
    int first = given.size() - command.size();
    return first > 0 && given.get(first - 1).equals("--");
  }

  private static String status(Mode mode, Project project) {
    int packages = project.tree().nodes().size() - 1;
    String count = packages + (packages == 1 ? " package" : " packages");
    return switch (mode) {
      case ENFORCE -> "enforcing " + count + " (cjs, esm, json, .node; workers contained)";
      case OBSERVE -> "observing " + count + ", nothing is denied";
    };
  }

  private void differing(Project project, Assessment assessment, Console console) {
    List<Finding> findings = new ArrayList<>(project.findings());
    findings.addAll(Audit.findings(assessment));
    long open = findings.stream().filter(f -> f.severity() != Severity.NOTE).map(Finding::subject).distinct().count();
    if (open > 0) {
      console.note(
          console.yellow("ambit: " + open + (open == 1 ? " package is" : " packages are") + " not as reviewed: ambit audit" + inFolder()));
    }
  }

  /// Writes the manifest under its digest; equal manifests share a file.
  private Path keep(byte[] manifest, byte[] digest) throws IOException {
    Path folder = Files.createDirectories(CacheFolder.find(env()).resolve("policy"));
    Path file = folder.resolve(HexFormat.of().formatHex(digest) + ".json");
    if (!Files.exists(file) || Files.size(file) != manifest.length) {
      AtomicFile.write(file, manifest);
    }
    return file;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
