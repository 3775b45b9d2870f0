package dev.ambit.cli;

import dev.ambit.cli.admin.AdminPolicy;
import dev.ambit.cli.admin.AdminPolicyException;
import dev.ambit.cli.admin.AdminSource;
import dev.ambit.cli.admin.GuardProtection;
import dev.ambit.cli.launch.LaunchException;
import dev.ambit.cli.launch.Node;
import dev.ambit.cli.launch.NodeFinder;
import dev.ambit.cli.launch.NodeVersion;
import dev.ambit.cli.report.FindingReport;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.Json;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Settings;
import dev.ambit.core.settings.SettingsFile;
import dev.ambit.os.KernelFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/// Shows what this machine and this project enforce, and why; changes nothing.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "show what this machine and this project enforce, and why",
      "ends with 0 when all is well, 1 when something wants a look, 2 when nothing can run"
    })
final class DoctorCommand extends ReportingCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  private final SequencedMap<String, SequencedMap<String, String>> facts = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    machine();
    AdminPolicy policy = administrator();
    node();
    project(policy);
    ObjectNode json = Json.MAPPER.createObjectNode();
    facts.forEach((section, lines) -> {
      ObjectNode node = json.putObject(section);
      lines.forEach(node::put);
    });
    FindingReport.into(json, findings);
    write(console, json, text());
    boolean blocked = findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    boolean open = findings.stream().anyMatch(finding -> finding.severity() == Severity.REVIEW);
    return blocked ? ExitCode.USAGE : open ? ExitCode.FINDINGS : ExitCode.CLEAN;
  }

  private void machine() throws IOException {
    fact("machine", "system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
        + System.getProperty("os.arch"));
    fact("machine", "java", Runtime.version() + " at " + System.getProperty("java.home"));
    KernelFeatures kernel = KernelFeatures.ofThisMachine();
    fact("machine", "execution check", kernel.executionCheck() ? "AT_EXECVE_CHECK" : "none (Linux 6.14 and newer)");
    fact("machine", "sealed memory", kernel.sealedMemory()
        ? "memfd: the policy manifest that a program starts with cannot be changed"
        : "none: the policy manifest is a file, pinned by its digest");
    fact("machine", "close_range", kernel.closeRange() ? "yes" : "none: open files are closed one by one");
    fact("machine", "landlock", kernel.landlock() > 0 ? "version " + kernel.landlock() + ", not used by ambit" : "none");
    Path guard = GuardFolder.find();
    Optional<String> open = GuardProtection.weakness(guard);
    fact("machine", "guard", guard + open.map(reason -> ", which is not protected").orElse(", which only the administrator can write"));
    open.ifPresent(reason -> find("unprotected-guard", Severity.NOTE, guard.toString(),
        "whoever can write the guard can switch it off: " + reason, "install ambit as the administrator"));
  }

  private AdminPolicy administrator() {
    for (AdminSource source : Administrator.sources()) {
      String said;
      try {
        said = words(source.read());
      } catch (AdminPolicyException e) {
        said = "cannot be obeyed";
      }
      fact("administrator", source.name(), said);
    }
    AdminPolicy policy = AdminPolicy.NONE;
    try {
      policy = AdminPolicy.read(Administrator.sources());
      fact("administrator", "together", words(policy));
    } catch (AdminPolicyException e) {
      fact("administrator", "together", "nothing runs");
      find("admin-policy", Severity.ERROR, "administrator", "nothing runs, since the administrator's policy cannot be obeyed: "
          + e.getMessage(), null);
    }
    if (policy.checkFiles() && !KernelFeatures.ofThisMachine().executionCheck()) {
      find("kernel-check", Severity.ERROR, "administrator",
          "each file has to pass the check of the kernel, which cannot be asked; nothing runs", null);
    }
    return policy;
  }

  private static String words(AdminPolicy policy) {
    List<String> words = new ArrayList<>();
    switch (policy.integrity().files()) {
      case OFF -> { }
      case AUDIT -> words.add("files without a signed catalog are written down");
      case ENFORCE -> words.add("only files of a signed catalog run");
    }
    switch (policy.integrity().interactive()) {
      case ALLOWED -> { }
      case AUDIT -> words.add("code that is in no file is written down");
      case BLOCKED -> words.add("code that is in no file is refused");
    }
    if (policy.integrity().signedPolicy()) {
      words.add("the policy manifest must be signed");
    }
    if (policy.checkFiles()) {
      words.add("each file must pass the check of the kernel");
    }
    policy.mode().ifPresent(mode -> words.add("containment at least in mode " + mode.word()));
    policy.catalogs().ifPresent(all -> words.add(
        "catalogs only " + all.stream().map(Path::toString).sorted().collect(Collectors.joining(", "))));
    return words.isEmpty() ? "asks for nothing" : String.join("; ", words);
  }

  private void node() {
    Path project = options.project();
    NodeFinder finder = new NodeFinder(project, project, System.getenv());
    try {
      Node node = finder.find();
      fact("node", "program", node.program().toString());
      fact("node", "version", node.version() + (node.version().isTested() ? ", tested" : ", supported but not tested"));
      if (!node.version().isTested()) {
        find("untested-node", Severity.REVIEW, "node", "node " + node.version() + " is none of 22, 24 and 26, on which ambit is tested",
            "npm install --save-dev node@24");
      }
    } catch (LaunchException e) {
      fact("node", "program", "none that ambit supports");
      find("no-node", Severity.ERROR, "node", String.valueOf(e.getMessage()), null);
    }
    try {
      for (Path program : finder.all()) {
        fact("nodes found", program.toString(), support(finder, program));
      }
    } catch (LaunchException e) {
      fact("nodes found", "incomplete", String.valueOf(e.getMessage()));
    }
  }

  private static String support(NodeFinder finder, Path program) {
    try {
      NodeVersion version = finder.versionAt(program);
      return version + (version.isTested() ? ", tested"
          : version.isSupported() ? ", supported but not tested" : ", not supported: ambit needs 22.15 or newer");
    } catch (LaunchException e) {
      return "not usable: " + e.getMessage();
    }
  }

  private void project(AdminPolicy policy) throws IOException {
    Path project = options.project();
    fact("project", "folder", project.toString());
    boolean reviewed = Files.exists(project.resolve(Project.LOCK));
    fact("project", "baseline", reviewed ? Project.LOCK : "none: nothing was reviewed yet");
    if (!reviewed) {
      find("no-baseline", Severity.REVIEW, "project", "there is no `" + Project.LOCK + "` in `" + project + "`", "ambit init");
    }
    try {
      Path file = project.resolve(SettingsFile.NAME);
      Settings settings = Files.exists(file) ? SettingsFile.read(file) : Settings.DEFAULT;
      var mode = policy.atLeast(settings.mode());
      fact("project", "mode", mode.word() + (mode == settings.mode()
          ? Files.exists(file) ? ", says " + SettingsFile.NAME : ", the default"
          : ", says the administrator"));
    } catch (IOException e) {
      fact("project", "mode", "unreadable");
      find("settings", Severity.ERROR, "project", String.valueOf(e.getMessage()), null);
    }
    fact("project", "catalogs", catalogs(project));
  }

  private static String catalogs(Path project) throws IOException {
    if (!Files.isDirectory(project)) {
      return "none";
    }
    try (Stream<Path> files = Files.list(project)) {
      String names = files.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".cat") || name.endsWith(".cat.json"))
          .sorted()
          .collect(Collectors.joining(", "));
      return names.isEmpty() ? "none in the project's folder" : names;
    }
  }

  private void fact(String section, String name, String value) {
    facts.computeIfAbsent(section, key -> new LinkedHashMap<>()).put(name, value);
  }

  private void find(String id, Severity severity, String subject, String message, @Nullable String help) {
    findings.add(new Finding(id, severity, subject, message, List.of(), null, null, help));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, SequencedMap<String, String>> section : facts.entrySet()) {
      text.append(section.getKey()).append('\n');
      int width = Math.max(16, section.getValue().keySet().stream().mapToInt(String::length).max().orElse(0));
      section.getValue().forEach((name, value) -> text.append("  ").append(name)
          .repeat(' ', width - name.length() + 1).append(value).append('\n'));
    }
    findings.forEach(finding -> text.append(FindingReport.text(finding)).append('\n'));
    return text.toString().stripTrailing();
  }
}
