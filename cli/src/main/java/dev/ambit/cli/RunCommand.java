package dev.ambit.cli;

import dev.ambit.cli.launch.CodeIntegrity;
import dev.ambit.cli.launch.IntegrityDemand;
import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import dev.ambit.cli.launch.LaunchPlan;
import dev.ambit.cli.launch.LaunchRequest;
import dev.ambit.analyze.Progress;
import dev.ambit.analyze.StaticAnalysis;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.policy.Audit;
import dev.ambit.core.policy.PolicyCompiler;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import dev.ambit.os.Inherited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Mixin private IntegrityOptions integrity = new IntegrityOptions();

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
    IntegrityDemand demand = demand();
    SignedInput signed = SignedInput.of(demand, integrity.stampTrust);
    if (isUncontained(demand)) {
      return start(console, uncontained(signed), null);
    }
    Path given = integrity.policy;
    if (given != null || demand.signedPolicy()) {
      return start(console, prescribed(signed, given), null);
    }
    Project project = readInitialised(console);
    Mode wanted = observe ? Mode.OBSERVE : mode == null ? project.mode() : mode;
    Assessment assessment = project.assess(wanted);
    byte[] manifest = PolicyCompiler.compile(assessment, wanted).toBytes();
    LaunchRequest request = contained(signed, project.tree().root(), manifest, status(wanted, project));
    return start(console, request, () -> differing(project, assessment, console));
  }

  /// What is demanded of the integrity of code.
  private IntegrityDemand demand() {
    return integrity.demand();
  }

  private int start(Console console, LaunchRequest request, @Nullable Runnable afterStatus) throws Exception {
    LaunchPlan plan = LaunchPlan.of(request);
    plan.warnings().forEach(warning -> console.note(console.yellow("ambit: " + warning)));
    console.note(plan.statusLine());
    if (afterStatus != null) {
      afterStatus.run();
    }
    return plan.start();
  }

  /// Whether only integrity is enforced: as the user says, or since nobody initialised the project.
  private boolean isUncontained(IntegrityDemand demand) {
    boolean integrityAsked = demand.isActive() || integrity.sourceText() != InteractiveRule.ALLOWED;
    if (integrity.uncontained) {
      if (!integrityAsked) {
        throw new CommandException(
            ExitCode.USAGE, "`--no-containment` alone leaves nothing to enforce", "ambit run --enforce-code-integrity --catalog FILE --trust CA.pem");
      }
      if (demand.signedPolicy()) {
        throw new CommandException(ExitCode.NOT_VERIFIED, "a signed policy manifest is demanded, so `--no-containment` cannot be", null);
      }
      return true;
    }
    Path folder = options.project();
    return integrityAsked && integrity.policy == null && !demand.signedPolicy() && mode == null && !observe
        && !Files.exists(folder.resolve(Project.LOCK)) && !Files.exists(folder.resolve(Project.SETTINGS));
  }

  private LaunchRequest uncontained(SignedInput signed) throws Exception {
    Path root = options.project().toRealPath();
    CodeIntegrity code = code(signed, root);
    return request(root, null, "", "not contained" + integrityStatus(code), code);
  }

  /// Under a policy manifest that came from elsewhere.
  private LaunchRequest prescribed(SignedInput signed, @Nullable Path file) throws Exception {
    if (mode != null || observe) {
      throw new CommandException(ExitCode.USAGE, "the policy manifest says the mode, `--mode` cannot", "ambit policy create --mode");
    }
    if (file == null) {
      throw new CommandException(
          ExitCode.NOT_VERIFIED, "a signed policy manifest is demanded", "ambit run --policy FILE --policy-signature FILE.p7s");
    }
    Path root = options.project().toRealPath();
    byte[] bytes = signed.policy(file, integrity.policySignature, integrity.policyIntegrity);
    String verified =
        integrity.policySignature != null ? "signed" : integrity.policyIntegrity != null ? "pinned" : "unsigned";
    return contained(signed, root, PortablePolicy.at(root, bytes, file), "under the " + verified + " policy `" + file + "`");
  }

  private LaunchRequest contained(SignedInput signed, Path root, byte[] manifest, String status) throws Exception {
    PinnedFile policy = PinnedFile.keep(env(), "policy", "json", manifest);
    CodeIntegrity code = code(signed, root);
    return request(root, policy.file(), policy.pin(), status + integrityStatus(code), code);
  }

  private @Nullable CodeIntegrity code(SignedInput signed, Path root) throws Exception {
    return signed.integrity(root, integrity.catalog, integrity.catalogSignature, integrity.sourceText(), env());
  }

  private LaunchRequest request(
      Path root, @Nullable Path manifest, String pin, String status, @Nullable CodeIntegrity code) throws IOException {
    return new LaunchRequest(
        root,
        options.project().toRealPath(),
        GuardFolder.find(),
        manifest,
        pin,
        events == null ? null : events.toAbsolutePath(),
        Inherited.current().environment(),
        status,
        program(),
        code);
  }

  private static String integrityStatus(@Nullable CodeIntegrity code) {
    if (code == null) {
      return "";
    }
    StringBuilder said = new StringBuilder();
    switch (code.demand().files()) {
      case ENFORCE -> said.append("; only signed files run");
      case AUDIT -> said.append("; files that are not as signed are written down");
      case OFF -> { }
    }
    if (code.demand().interactive() == InteractiveRule.BLOCKED) {
      said.append("; no interactive code");
    }
    if (code.sourceText() == InteractiveRule.BLOCKED) {
      said.append("; no eval");
    }
    return said.toString();
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
}
