package dev.ambit.cli;

import dev.ambit.core.project.Project;
import dev.ambit.core.settings.SettingsText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
    SettingsChange change = SettingsChange.of("denied", Selection.of(project.assess(project.mode()), wanted), capabilities, Selection::capability);
    SettingsText.Note note = new SettingsText.Note(reason, null);
    change.apply(options.project(), (settings, id, denied, today) -> settings.deny(id, denied, note, today));
    write(console, change.json(), change.text());
    return ExitCode.CLEAN;
  }
}
