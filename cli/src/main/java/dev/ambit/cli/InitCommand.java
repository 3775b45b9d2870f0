package dev.ambit.cli;

import dev.ambit.cli.report.FindingReport;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.Effect;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.Json;
import dev.ambit.core.lock.LockFile;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.policy.Audit;
import dev.ambit.core.policy.Baseline;
import dev.ambit.core.policy.Review;
import dev.ambit.core.policy.Standing;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.SettingsText;
import dev.ambit.core.settings.Undeclared;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes what is installed as reviewed and writes the two files.
@Command(name = "init", mixinStandardHelpOptions = true, description = "analyse, write ambit.json and ambit.lock.json")
final class InitCommand extends ProjectCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--mode", paramLabel = "MODE", description = "observe (default) or enforce", converter = ModeConverter.class)
  private @Nullable Mode mode;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Project project = read(console);
    List<Finding> errors = project.findings().stream().filter(f -> f.severity() == Severity.ERROR).toList();
    errors.forEach(f -> console.note(FindingReport.text(f)));
    boolean fresh = project.baseline().isEmpty();
    Mode wanted = mode != null ? mode : project.mode();
    Assessment assessment = project.assess(project.baseline().orElse(ReviewedLock.EMPTY), Undeclared.NONE);
    Path folder = options.project();
    boolean settingsWritten = writeSettings(project, folder, wanted);
    if (fresh) {
      LockFile.write(folder.resolve(Project.LOCK), Baseline.of(assessment));
    }
    long open = fresh ? 0 : Audit.findings(assessment).stream().filter(f -> f.severity() == Severity.REVIEW).count();
    write(console, json(assessment, wanted), text(assessment, wanted, fresh, settingsWritten, open));
    return ExitCode.CLEAN;
  }

  /// Creates the settings, or changes their mode when that was asked for; otherwise leaves them alone.
  private boolean writeSettings(Project project, Path folder, Mode wanted) throws Exception {
    Path file = folder.resolve(Project.SETTINGS);
    if (project.written().isEmpty()) {
      SettingsText.initial(wanted).write(file);
      return true;
    }
    if (project.mode() != wanted) {
      SettingsText.read(file).withMode(wanted).write(file);
      return true;
    }
    return false;
  }

  private String text(Assessment assessment, Mode wanted, boolean fresh, boolean settingsWritten, long open) {
    int packages = assessment.standings().size() - 1;
    long nothing = Baseline.needingNothing(assessment);
    List<Standing> powerful = Baseline.powerful(assessment);
    StringBuilder text = new StringBuilder();
    text.append(packages).append(packages == 1 ? " package: " : " packages: ");
    text.append(nothing).append(nothing == 1 ? " needs" : " need").append(" nothing, ");
    text.append(packages - nothing).append(packages - nothing == 1 ? " needs" : " need").append(" builtins or globals, ");
    text.append(powerful.size()).append(" to look at\n");
    for (Standing standing : powerful) {
      text.append("  review  ").append(standing.node().id()).append("  ").append(reasons(standing)).append('\n');
    }
    String folder = inFolder();
    if (fresh) {
      text.append("wrote ").append(settingsWritten ? "ambit.json (" + wanted.word() + "), " : "").append("ambit.lock.json");
      text.append("      next: ambit run").append(folder).append(" -- npm test");
    } else if (open > 0) {
      text.append("kept ambit.lock.json; ").append(open).append(open == 1 ? " package differs" : " packages differ");
      text.append(" from it      next: ambit audit").append(folder);
    } else {
      text.append(settingsWritten ? "wrote ambit.json (" + wanted.word() + "), " : "");
      text.append("kept ambit.lock.json, which is up to date");
    }
    return text.toString();
  }

  private static String reasons(Standing standing) {
    TreeSet<String> reasons = new TreeSet<>();
    for (Capability capability : standing.declared().capabilities()) {
      var effects = Baseline.effects(List.of(capability));
      if (effects.contains(Effect.EXEC) || effects.contains(Effect.NATIVE)) {
        reasons.add(capability.text());
      }
    }
    if (reasons.isEmpty()) {
      Baseline.effects(standing.declared().capabilities()).stream()
          .filter(e -> e.isDangerous() || e == Effect.FS_READ || e == Effect.ENV)
          .forEach(e -> reasons.add(e.word()));
    }
    String list = String.join(", ", reasons.stream().limit(6).toList());
    return list + (standing.node().installScripts() ? (list.isEmpty() ? "" : ", ") + "install script" : "");
  }

  private static ObjectNode json(Assessment assessment, Mode mode) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("packages", assessment.standings().size() - 1);
    json.put("mode", mode.word());
    json.put("needingNothing", Baseline.needingNothing(assessment));
    ArrayNode review = json.putArray("review");
    for (Standing standing : Baseline.powerful(assessment)) {
      ObjectNode one = review.addObject();
      one.put("package", standing.node().id().toString());
      one.put("reviewed", standing.review() == Review.REVIEWED);
      one.put("installScripts", standing.node().installScripts());
      ArrayNode capabilities = one.putArray("capabilities");
      standing.declared().capabilities().stream()
          .filter(c -> !(c instanceof Capability.Dependency))
          .forEach(c -> capabilities.add(c.text()));
    }
    return json;
  }
}
