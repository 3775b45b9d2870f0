package dev.ambit.cli;

import dev.ambit.core.json.Json;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.Digest;
import dev.ambit.integrity.catalog.Member;
import dev.ambit.integrity.format.CatalogFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists what a catalog says, without asking who says so.
@Command(name = "show", mixinStandardHelpOptions = true, description = "list what a catalog says; verifies nothing")
final class CatalogShowCommand extends ReportingCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "FILE", description = "the catalog")
  private Path file = Path.of("");

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Catalog catalog = CatalogFile.read(CatalogPaths.existing(options.directory, file));
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("format", catalog.format().word());
    ArrayNode members = json.putArray("members");
    StringBuilder text = new StringBuilder();
    for (Member member : catalog.members().values()) {
      ObjectNode one = members.addObject();
      one.put("path", member.path());
      member.size().ifPresent(size -> one.put("size", size));
      member.digests().forEach((algorithm, digest) -> one.put(algorithm.word(), digest.base64()));
      Digest strongest = member.digests().lastEntry().getValue();
      text.append(strongest).append("  ").append(member.path()).append('\n');
    }
    int count = catalog.members().size();
    text.append(count).append(count == 1 ? " file" : " files").append("; not verified: ambit catalog verify ").append(file);
    write(console, json, text.toString());
    return ExitCode.CLEAN;
  }
}
