package dev.ambit.cli;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.json.Json;
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

/// Takes capabilities from a package in `ambit.json`, whoever gave them.
@Command(name = "deny", mixinStandardHelpOptions = true, description = "take capabilities from a package (in ambit.json)")
final class DenyCommand extends ProjectCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "PKG", description = "name or name@version")
  private String wanted = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "CAP", description = "capabilities such as fs.readFile, fetch, process.env.HOME")
  private List<String> capabilities = List.of();

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, kept in ambit.json")
  private @Nullable String reason;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Project project = readInitialised(console);
    TreeSet<PackageId> ids = new TreeSet<>();
    Selection.of(project.assess(project.mode()), wanted).forEach(s -> ids.add(s.node().id()));
    TreeSet<Capability> denied = new TreeSet<>();
    capabilities.forEach(c -> denied.add(Selection.capability(c)));
    Path file = options.project().resolve(Project.SETTINGS);
    SettingsText settings = Files.exists(file) ? SettingsText.read(file) : SettingsText.initial(Mode.OBSERVE);
    ObjectNode json = Json.MAPPER.createObjectNode();
    ArrayNode packages = json.putArray("packages");
    for (PackageId id : ids) {
      settings = settings.deny(id, denied, new SettingsText.Note(reason, null), LocalDate.now(ZoneId.systemDefault()));
      packages.add(id.toString());
    }
    settings.write(file);
    ArrayNode list = json.putArray("denied");
    denied.forEach(c -> list.add(c.text()));
    String texts = String.join(", ", denied.stream().map(c -> "`" + c.text() + "`").toList());
    write(console, json, "denied " + texts + " to " + String.join(", ", ids.stream().map(PackageId::toString).toList()) + " in ambit.json");
    return ExitCode.CLEAN;
  }
}
