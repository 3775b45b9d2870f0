package dev.ambit.cli;

import dev.ambit.cli.report.FindingReport;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.CatalogCreation;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.format.CatalogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Hashes a folder or a file into a catalog.
@Command(name = "create", mixinStandardHelpOptions = true, description = "hash a folder or a file into a catalog")
final class CatalogCreateCommand implements Callable<Integer> {
  /// How a catalog is written.
  enum Form {
    cat,
    json
  }

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "PATH", description = "folder or file")
  private Path path = Path.of("");

  @Option(names = {"-o", "--output"}, required = true, paramLabel = "FILE", description = "the catalog to write")
  private Path output = Path.of("");

  @Option(names = "--format", paramLabel = "FORM", description = "json (default) or cat, the form of Windows")
  private Form form = Form.json;

  @Option(names = "--catalog-version", paramLabel = "N", description = "of a Windows catalog: 2 (default) or 1, which knows only SHA-1")
  private int version = 2;

  @Option(names = "--sha512", description = "add SHA-512 (json only)")
  private boolean sha512;

  @Option(names = "--exclude", paramLabel = "PATTERN", description = "leave out, as a line of .gitignore would; repeatable")
  private List<String> exclude = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Console console = options.console(Ambit.out(), Ambit.err());
    CatalogFormat format = format();
    if (sha512 && format != CatalogFormat.JSON) {
      throw new CommandException(ExitCode.USAGE, "a Windows catalog has no place for SHA-512", "use --format json");
    }
    Path root = CatalogPaths.existing(options.directory, path);
    Path target = options.directory.resolve(output);
    refuseOther(target);
    Excludes excludes = CatalogPaths.excluding(Excludes.parse("--exclude", exclude), root, target);
    Set<DigestAlgorithm> more = sha512 ? EnumSet.of(DigestAlgorithm.SHA512) : EnumSet.noneOf(DigestAlgorithm.class);
    CatalogCreation creation = CatalogCreation.of(root, format, more, excludes, CatalogPaths.progress(console));
    creation.findings().forEach(f -> console.note(FindingReport.text(f)));
    int members = creation.catalog().members().size();
    if (members == 0) {
      throw new CommandException(ExitCode.NOTHING_CHECKED, "no file in `" + path + "` can be catalogued", null);
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    CatalogFile.write(target, creation.catalog(), Instant.now());
    console.line(members + (members == 1 ? " file" : " files") + " in " + output
        + "      next: ambit catalog sign " + output + " --key KEY.pem --cert CERT.pem");
    return (creation.findings().stream().anyMatch(f -> f.severity() == Severity.ERROR) ? ExitCode.FINDINGS : ExitCode.CLEAN).code();
  }

  /// What is there already is replaced only where it is a catalog: a slip of the hand must not cost a source file.
  private void refuseOther(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isRegularFile(target)) {
      throw new CommandException(ExitCode.USAGE, "`" + output + "` is not a file; name the catalog to write", null);
    }
    if (Files.size(target) == 0) {
      return;
    }
    try {
      CatalogFile.read(target);
    } catch (FormatException e) {
      throw new CommandException(
          ExitCode.USAGE, "`" + output + "` is there already and is no catalog; name another file, or remove it", null);
    }
  }

  private CatalogFormat format() {
    if (form == Form.json) {
      return CatalogFormat.JSON;
    }
    return switch (version) {
      case 1 -> CatalogFormat.CAT1;
      case 2 -> CatalogFormat.CAT2;
      default -> throw new CommandException(ExitCode.USAGE, "`" + version + "` is no version of a Windows catalog; use 1 or 2", null);
    };
  }
}
