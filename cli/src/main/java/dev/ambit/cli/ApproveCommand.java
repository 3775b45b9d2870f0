package dev.ambit.cli;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.json.Json;
import dev.ambit.core.lock.LockFile;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.policy.Baseline;
import dev.ambit.core.policy.Review;
import dev.ambit.core.policy.Standing;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.SettingsText;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Grants capabilities to a package in `ambit.json`, or takes the package as it is into the baseline.
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = {
      "grant capabilities to a package (in ambit.json);",
      "without a capability: take the package as installed into the reviewed baseline (ambit.lock.json)"
    })
final class ApproveCommand extends ProjectCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "PKG", description = "name or name@version")
  private String wanted = "";

  @Parameters(index = "1..*", paramLabel = "CAP", description = "capabilities such as fs.readFile, fetch, process.env.HOME")
  private List<String> capabilities = List.of();

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, kept in ambit.json")
  private @Nullable String reason;

  @Option(names = "--until", paramLabel = "DATE", description = "last day on which the grant counts, as 2027-06-30")
  private @Nullable LocalDate until;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Project project = readInitialised(console);
    List<Standing> standings = Selection.of(project.assess(project.mode()), wanted);
    return capabilities.isEmpty() ? review(console, project, standings) : grant(console, standings);
  }

  private ExitCode review(Console console, Project project, List<Standing> standings) throws Exception {
    if (reason != null || until != null) {
      throw new CommandException(ExitCode.USAGE, "`--reason` and `--until` belong to a capability", "ambit approve " + wanted + " CAP --reason …");
    }
    ReviewedLock lock = project.baseline().orElseThrow();
    ObjectNode json = Json.MAPPER.createObjectNode();
    ArrayNode approved = json.putArray("approved");
    StringBuilder text = new StringBuilder();
    for (Standing standing : standings) {
      if (standing.review() == Review.OWN) {
        throw new CommandException(ExitCode.USAGE, "`" + wanted + "` is the application's own code, which is not reviewed", null);
      }
      if (standing.review() == Review.UNLOCKED) {
        throw new CommandException(
            ExitCode.USAGE, "`" + standing.node().location() + "` is in no lock file, so that nothing says what it is", "npm install");
      }
      if (standing.review() == Review.REVIEWED) {
        continue;
      }
      lock = Baseline.with(lock, standing);
      approved.add(standing.node().id().toString());
      text.append("reviewed ").append(standing.node().id());
      text.append(standing.growth().isEmpty() ? ", which wants nothing new" : ", which may now use " + SettingsChange.texts(standing.growth()));
      text.append('\n');
    }
    if (!approved.isEmpty()) {
      LockFile.write(options.project().resolve(Project.LOCK), lock);
    }
    write(console, json, text.isEmpty() ? "`" + wanted + "` is reviewed as it is; nothing to do" : text.toString().stripTrailing());
    return ExitCode.CLEAN;
  }

  /// Said each time: the word alone does not tell that it concerns everybody.
  private static String meaning(SettingsChange change) {
    List<Capability> patches = change.capabilities().stream().filter(Capability.Patch.class::isInstance).toList();
    return patches.isEmpty() ? "" : "\nwhat has " + SettingsChange.texts(patches) + " replaces it " + Replacing.MEANING;
  }

  private ExitCode grant(Console console, List<Standing> standings) throws Exception {
    SettingsChange change = SettingsChange.of("allowed", standings, capabilities, Selection::grantable);
    SettingsText.Note note = new SettingsText.Note(reason, until);
    change.apply(options.project(), (settings, id, granted, today) -> settings.allow(id, granted, note, today));
    write(console, change.json(), change.text() + meaning(change));
    return ExitCode.CLEAN;
  }
}
