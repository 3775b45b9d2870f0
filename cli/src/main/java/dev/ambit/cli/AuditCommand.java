package dev.ambit.cli;

import dev.ambit.cli.report.FindingReport;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.Json;
import dev.ambit.core.policy.Audit;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.tree.DependencyPaths;
import dev.ambit.core.tree.PackageNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Holds the tree against lock, baseline and grants.
@Command(name = "audit", mixinStandardHelpOptions = true, description = "hold the installed packages against lock file, baseline and grants")
final class AuditCommand extends ProjectCommand {
  /// From which severity on the command ends with 1.
  enum FailOn {
    error,
    review,
    note,
    never
  }

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--fail-on", paramLabel = "SEVERITY", description = "error, review (default), note or never")
  private FailOn failOn = FailOn.review;

  @Option(names = "--prod", description = "only what the application needs in production")
  private boolean production;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Project project = readInitialised(console);
    Mode mode = project.mode();
    List<Finding> findings = new ArrayList<>(project.findings());
    findings.addAll(Audit.findings(project.assess(mode)));
    findings.addAll(project.settingsFindings());
    int packages = project.tree().nodes().size() - 1;
    if (production) {
      Set<String> needed = DependencyPaths.production(project.tree());
      Set<String> others = new HashSet<>();
      Set<String> subjects = new HashSet<>();
      for (PackageNode node : project.tree().nodes().values()) {
        (needed.contains(node.location()) ? subjects : others).add(node.id().toString());
      }
      findings.removeIf(finding -> others.contains(finding.subject()) && !subjects.contains(finding.subject()));
      packages = needed.size() - 1;
    }
    write(console, json(findings, packages), text(findings, packages));
    if (packages == 0) {
      return ExitCode.NOTHING_CHECKED;
    }
    return findings.stream().anyMatch(this::fails) ? ExitCode.FINDINGS : ExitCode.CLEAN;
  }

  private boolean fails(Finding finding) {
    return switch (failOn) {
      case error -> finding.severity() == Severity.ERROR;
      case review -> finding.severity() != Severity.NOTE;
      case note -> true;
      case never -> false;
    };
  }

  private static ObjectNode json(List<Finding> findings, int packages) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("packages", packages);
    FindingReport.into(json, findings);
    return json;
  }

  private String text(List<Finding> findings, int packages) {
    List<Finding> shown =
        findings.stream().filter(f -> options.verbose || f.severity() != Severity.NOTE).toList();
    String details = shown.stream().map(f -> FindingReport.text(f) + "\n").collect(Collectors.joining());
    int notes = findings.size() - shown.size();
    String counts =
        shown.isEmpty()
            ? "nothing to review"
            : counts(shown, Severity.ERROR, "error") + counts(shown, Severity.REVIEW, "to review");
    return details
        + packages + (packages == 1 ? " package: " : " packages: ") + counts.replaceFirst(", $", "")
        + (notes == 0 ? "" : ", " + notes + " note" + (notes == 1 ? "" : "s") + " (-v shows them)");
  }

  private static String counts(List<Finding> findings, Severity severity, String word) {
    long count = findings.stream().filter(f -> f.severity() == severity).count();
    String plural = count > 1 && severity == Severity.ERROR ? "s" : "";
    return count == 0 ? "" : String.format(Locale.ROOT, "%d %s%s, ", count, word, plural);
  }
}
