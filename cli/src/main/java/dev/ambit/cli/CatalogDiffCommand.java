package dev.ambit.cli;

import dev.ambit.core.json.Json;
import dev.ambit.integrity.catalog.CatalogDiff;
import dev.ambit.integrity.format.CatalogFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares two catalogs.
@Command(name = "diff", mixinStandardHelpOptions = true, description = "what was added, removed and changed; ends with 1 when anything was")
final class CatalogDiffCommand extends ReportingCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "BEFORE", description = "a catalog")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "AFTER", description = "another one")
  private Path after = Path.of("");

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    CatalogDiff diff =
        CatalogDiff.of(
            CatalogFile.read(CatalogPaths.existing(options.directory, before)),
            CatalogFile.read(CatalogPaths.existing(options.directory, after)));
    ObjectNode json = Json.MAPPER.createObjectNode();
    StringBuilder text = new StringBuilder();
    list(json, text, "added", "+", diff.added().stream().map(m -> m.path()).toList());
    list(json, text, "removed", "-", diff.removed().stream().map(m -> m.path()).toList());
    list(json, text, "changed", "~", diff.changed().stream().map(c -> c.after().path()).toList());
    list(json, text, "incomparable", "?", diff.incomparable().stream().map(c -> c.after().path()).toList());
    write(console, json, diff.isEmpty() ? "the same files" : text.toString().stripTrailing());
    return diff.isEmpty() ? ExitCode.CLEAN : ExitCode.FINDINGS;
  }

  private static void list(ObjectNode json, StringBuilder text, String key, String sign, List<String> paths) {
    ArrayNode array = json.putArray(key);
    for (String path : paths) {
      array.add(path);
      text.append(sign).append(' ').append(path).append('\n');
    }
  }
}
