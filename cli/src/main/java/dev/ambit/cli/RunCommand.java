package dev.ambit.cli;

import dev.ambit.cli.admin.AdminPolicy;
import dev.ambit.cli.admin.GuardProtection;
import dev.ambit.cli.launch.CodeIntegrity;
import dev.ambit.cli.launch.IntegrityDemand;
import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import dev.ambit.cli.launch.KernelCheck;
import dev.ambit.cli.launch.LaunchPlan;
import dev.ambit.cli.launch.LaunchRequest;
import dev.ambit.cli.launch.WarmRecord;
import dev.ambit.analyze.Progress;
import dev.ambit.analyze.StaticAnalysis;
import dev.ambit.analyze.TypeStripper;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.Json;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.policy.Audit;
import dev.ambit.core.policy.PolicyCompiler;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import dev.ambit.os.Inherited;
import dev.ambit.os.SealedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

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
  StaticAnalysis analysis(Path cache, Progress progress, TypeStripper types) {
    return StaticAnalysis.beforeGuard(cache, progress, types);
  }

  @Override
  ExitCode run(Console console) throws Exception {
    throw new IllegalStateException("`run` ends as its program does");
  }

  @Override
  public Integer call() throws Exception {
    Instant started = Instant.now();
    Console console = options.console(Ambit.out(), Ambit.err());
    if (observe && mode == Mode.ENFORCE) {
      throw new CommandException(ExitCode.USAGE, "`--observe` and `--mode enforce` contradict each other", null);
    }
    AdminPolicy admin = Administrator.policy();
    if (admin.isActive()) {
      // no refusal: whoever can write this guard could as well bring one of their own
      GuardProtection.weakness(GuardFolder.find()).ifPresent(reason -> console.note(console.yellow(
          "ambit: whoever can write the guard can switch it off: " + reason + "; install ambit as the administrator")));
    }
    IntegrityDemand demand = integrity.demand(admin.integrity().isActive()).and(admin.integrity());
    integrity.catalog = allowedCatalog(admin);
    SignedInput signed = SignedInput.of(demand, integrity.stampTrust);
    if (isUncontained(demand, admin)) {
      return start(console, uncontained(signed, admin), List.of(), null);
    }
    Path given = integrity.policy;
    if (given != null || demand.signedPolicy()) {
      return start(console, prescribed(signed, given, admin), List.of(), null);
    }
    Project project = readInitialised(console);
    Mode asked = observe ? Mode.OBSERVE : mode == null ? project.mode() : mode;
    Mode wanted = admin.atLeast(asked);
    if (wanted != asked) {
      console.note(console.yellow("ambit: enforcing, since " + String.join(" and ", admin.sources()) + " says so"));
    }
    Assessment assessment = project.assess(wanted);
    byte[] manifest = PolicyCompiler.compile(assessment, wanted).toBytes();
    LaunchRequest request = contained(signed, project.tree().root(), manifest, status(wanted, project), admin);
    List<WarmRecord.Note> notes = new ArrayList<>();
    differing(project, assessment).ifPresent(text -> notes.add(new WarmRecord.Note(text, Console.YELLOW.formatted(text))));
    // a start without Java asks neither the administrator nor the catalog
    boolean plain = !demand.isActive() && admin.sources().isEmpty() && request.integrity() == null && request.kernelCheck() == null;
    return start(console, request, notes, plain ? new Warmth(started, project) : null);
  }

  /// The catalog that the user names, or the only one that the administrator allows.
  private @Nullable Path allowedCatalog(AdminPolicy admin) throws IOException {
    Path named = integrity.catalog;
    if (admin.catalogs().isEmpty()) {
      return named;
    }
    Set<Path> allowed = admin.catalogs().get();
    if (named == null) {
      return allowed.size() == 1 ? allowed.iterator().next() : null;
    }
    Path real = named.toRealPath();
    for (Path one : allowed) {
      if (one.toRealPath().equals(real)) {
        return named;
      }
    }
    throw new CommandException(
        ExitCode.NOT_VERIFIED, "`" + named + "` is none of the catalogs that the administrator allows", "ambit doctor");
  }

  /// All files that may be loaded have to pass, where the administrator asks for it.
  private @Nullable KernelCheck kernelCheck(Path root, byte[] manifest, AdminPolicy admin) {
    if (!admin.checkFiles()) {
      return null;
    }
    List<String> files = new ArrayList<>();
    for (JsonNode entry : Json.MAPPER.readTree(manifest).path("packages")) {
      String location = entry.path("location").asString("");
      String folder = location.isEmpty() ? "" : location + "/";
      entry.path("files").propertyNames().forEach(file -> files.add(folder + file));
    }
    return new KernelCheck(root, files, passes());
  }

  private Path passes() {
    return CacheFolder.find(env()).resolve("passes");
  }

  /// What a start without Java rests on.
  private record Warmth(Instant started, Project project) {}

  private int start(Console console, LaunchRequest request, List<WarmRecord.Note> further, @Nullable Warmth warmth) throws Exception {
    LaunchPlan plan = LaunchPlan.of(request);
    plan.warnings().forEach(warning -> console.note(console.yellow("ambit: " + warning)));
    Path manifest = request.manifest();
    Optional<SealedMemory> sealed =
        manifest == null ? Optional.empty() : SealedMemory.of("ambit-manifest", Files.readAllBytes(manifest));
    boolean unsealed = manifest != null && sealed.isEmpty();
    String status = plan.statusLine() + (unsealed ? "; manifest pinned by its digest, not sealed" : "");
    List<WarmRecord.Note> notes = new ArrayList<>(List.of(new WarmRecord.Note(status, status)));
    notes.addAll(further);
    for (WarmRecord.Note note : notes) {
      console.note(console.colored() ? note.colored() : note.plain());
    }
    if (warmth != null) {
      WarmRecord.write(
          plan,
          new WarmRecord.Basis(
              warmth.started, arguments(), options.project(), request, warmth.project, console.quiet() ? List.of() : notes));
    }
    return plan.start(sealed);
  }

  /// Whether only integrity is enforced: as the user says, or since nobody initialised the project.
  private boolean isUncontained(IntegrityDemand demand, AdminPolicy admin) {
    boolean mustContain = admin.mode().isPresent();
    if (integrity.uncontained && mustContain) {
      throw new CommandException(ExitCode.USAGE,
          String.join(" and ", admin.sources()) + " demands containment, so `--no-containment` cannot be", "ambit doctor");
    }
    boolean integrityAsked = demand.isActive() || admin.checkFiles() || integrity.sourceText() != InteractiveRule.ALLOWED;
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
    return integrityAsked && !mustContain && integrity.policy == null && !demand.signedPolicy() && mode == null && !observe
        && !Files.exists(folder.resolve(Project.LOCK)) && !Files.exists(folder.resolve(Project.SETTINGS));
  }

  private LaunchRequest uncontained(SignedInput signed, AdminPolicy admin) throws Exception {
    Path root = options.project().toRealPath();
    CodeIntegrity code = signed.alone(root, integrity.catalog, integrity.catalogSignature, integrity.sourceText(), env());
    String checked = admin.checkFiles() ? ", files checked by the kernel" : "";
    KernelCheck check = admin.checkFiles() ? new KernelCheck(root, KernelCheck.filesBelow(root), passes()) : null;
    return request(root, null, "", "not contained" + checked + integrityStatus(code), code, check);
  }

  /// Under a policy manifest that came from elsewhere.
  private LaunchRequest prescribed(SignedInput signed, @Nullable Path file, AdminPolicy admin) throws Exception {
    if (mode != null || observe) {
      throw new CommandException(ExitCode.USAGE, "the policy manifest says the mode; leave out `--mode` and `--observe`", "ambit policy create --mode");
    }
    if (file == null) {
      throw new CommandException(
          ExitCode.NOT_VERIFIED, "a signed policy manifest is demanded", "ambit run --policy FILE --policy-signature FILE.p7s");
    }
    Path root = options.project().toRealPath();
    byte[] bytes = signed.policy(file, integrity.policySignature, integrity.policyIntegrity);
    String verified =
        integrity.policySignature != null ? "signed" : integrity.policyIntegrity != null ? "pinned" : "unsigned";
    byte[] manifest = PortablePolicy.at(root, bytes, file);
    Mode said = Mode.of(Json.MAPPER.readTree(manifest).path("mode").asString());
    if (admin.atLeast(said) != said) {
      throw new CommandException(ExitCode.USAGE, "the policy manifest only observes, and "
          + String.join(" and ", admin.sources()) + " demands that it enforces", "ambit policy create --mode enforce");
    }
    return contained(signed, root, manifest, "under the " + verified + " policy `" + file + "`", admin);
  }

  private LaunchRequest contained(
      SignedInput signed, Path root, byte[] manifest, String status, AdminPolicy admin) throws Exception {
    PinnedFile policy = PinnedFile.keep(env(), "policy", "json", manifest);
    CodeIntegrity code = code(signed, root);
    String checked = admin.checkFiles() ? ", files checked by the kernel" : "";
    return request(
        root, policy.file(), policy.pin(), status + checked + integrityStatus(code), code, kernelCheck(root, manifest, admin));
  }

  private @Nullable CodeIntegrity code(SignedInput signed, Path root) throws Exception {
    return signed.integrity(root, integrity.catalog, integrity.catalogSignature, integrity.sourceText(), env());
  }

  private LaunchRequest request(
      Path root, @Nullable Path manifest, String pin, String status, @Nullable CodeIntegrity code,
      @Nullable KernelCheck check) throws IOException {
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
        code,
        check);
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

  /// All arguments of the program, as they were given.
  private List<String> arguments() {
    return spec == null ? List.of() : spec.root().commandLine().getParseResult().originalArgs();
  }

  private static String status(Mode mode, Project project) {
    int packages = project.tree().nodes().size() - 1;
    String count = packages + (packages == 1 ? " package" : " packages");
    return switch (mode) {
      case ENFORCE -> "enforcing " + count + " (cjs, esm, json, .node; workers contained)";
      case OBSERVE -> "observing " + count + ", nothing is denied";
    };
  }

  private Optional<String> differing(Project project, Assessment assessment) {
    List<Finding> findings = new ArrayList<>(project.findings());
    findings.addAll(Audit.findings(assessment));
    long open = findings.stream().filter(f -> f.severity() != Severity.NOTE).map(Finding::subject).distinct().count();
    return open == 0
        ? Optional.empty()
        : Optional.of("ambit: " + open + (open == 1 ? " package is" : " packages are") + " not as reviewed: ambit audit" + inFolder());
  }
}
