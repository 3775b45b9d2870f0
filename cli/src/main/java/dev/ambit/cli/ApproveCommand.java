package dev.ambit.cli;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.json.Json;
import dev.ambit.core.lock.LockFile;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.policy.Baseline;
import dev.ambit.core.policy.Review;
import dev.ambit.core.policy.Standing;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.SettingsText;
import dev.ambit.core.tree.PackageId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
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
      text.append(standing.growth().isEmpty() ? ", which wants nothing new" : ", which may now use " + texts(standing.growth()));
      text.append('\n');
    }
    if (!approved.isEmpty()) {
      LockFile.write(file(Project.LOCK), lock);
    }
    write(console, json, text.isEmpty() ? "`" + wanted + "` is reviewed as it is; nothing to do" : text.toString().stripTrailing());
    return ExitCode.CLEAN;
  }

  private ExitCode grant(Console console, List<Standing> standings) throws Exception {
    TreeSet<Capability> granted = new TreeSet<>();
    capabilities.forEach(c -> granted.add(Selection.capability(c)));
    Path file = file(Project.SETTINGS);
    ObjectNode json = Json.MAPPER.createObjectNode();
    ArrayNode packages = json.putArray("packages");
    TreeSet<PackageId> ids = new TreeSet<>();
    standings.forEach(s -> ids.add(s.node().id()));
    SettingsText settings = Files.exists(file) ? SettingsText.read(file) : SettingsText.initial(Mode.OBSERVE);
    for (PackageId id : ids) {
      settings = settings.allow(id, granted, new SettingsText.Note(reason, until), LocalDate.now(ZoneId.systemDefault()));
      packages.add(id.toString());
    }
    settings.write(file);
    ArrayNode list = json.putArray("allowed");
    granted.forEach(c -> list.add(c.text()));
    write(console, json, "allowed " + texts(granted) + " to " + String.join(", ", ids.stream().map(PackageId::toString).toList()) + " in ambit.json");
    return ExitCode.CLEAN;
  }

  private Path file(String name) {
    return options.project().resolve(name);
  }

  private static String texts(Iterable<Capability> capabilities) {
    StringBuilder text = new StringBuilder();
    capabilities.forEach(c -> text.append(text.isEmpty() ? "" : ", ").append('`').append(c.text()).append('`'));
    return text.toString();
  }
}
