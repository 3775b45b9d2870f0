package dev.ambit.cli;

import dev.ambit.core.json.Json;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.signature.CatalogVerifier;
import dev.ambit.integrity.signature.CatalogVerifier.VerifiedCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// Verifies a catalog's signature and, with a root, every file.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "verify a catalog's signature and, with --root, every file",
      "with --lock: verify that every installed file is what the registry's tarball held, by the digests of package-lock.json "
          + "and the tarballs in npm's cache",
      "ends with 4 when it is not verified"
    })
final class CatalogVerifyCommand extends ReportingCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "the catalog")
  private @Nullable Path file;

  @Option(names = "--lock", description = "compare installed packages with their tarballs instead of a catalog")
  private boolean lock;

  @Option(names = "--npm-cache", paramLabel = "DIR", description = "npm's cache, for --lock; otherwise where npm itself looks")
  private @Nullable Path npmCache;

  @Option(names = "--root", paramLabel = "PATH", description = "the folder or file that the catalog is about; with --lock the project")
  private @Nullable Path root;

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      description = "what was left out when the catalog was made; with --lock what may differ; repeatable")
  private List<String> exclude = new ArrayList<>();

  @Option(names = "--accept-sha1", description = "accept a version 1 Windows catalog, which knows files by SHA-1 only")
  private boolean acceptSha1;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    if (lock) {
      if (file != null) {
        throw new CommandException(ExitCode.USAGE, "`--lock` stands instead of the catalog `" + file + "`", null);
      }
      return new InstalledFiles(options, npmCache).verify(console, root, exclude, this::write);
    }
    if (file == null) {
      throw new CommandException(ExitCode.USAGE, "which catalog? name its file, or `--lock`", "ambit catalog verify --help");
    }
    Path catalog = CatalogPaths.existing(options.directory, file);
    CatalogVerifier verifier = new CatalogVerifier(acceptSha1 ? trust.policy().acceptingSha1Members() : trust.policy());
    VerifiedCatalog verified;
    if (root == null) {
      verified = verifier.verify(catalog);
    } else {
      Path files = CatalogPaths.existing(options.directory, root);
      Excludes excludes = CatalogPaths.excluding(Excludes.parse("--exclude", exclude), files, catalog);
      verified = verifier.verifyFiles(catalog, files, excludes, CatalogPaths.progress(console));
    }
    int members = verified.catalog().members().size();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("verified", true);
    json.put("files", members);
    json.put("filesChecked", root != null);
    json.put("signer", verified.signature().subject());
    json.put("fingerprint", verified.signature().fingerprint());
    verified.signature().timeStamp().ifPresent(time -> json.put("timeStamp", time.toString()));
    String stamp = verified.signature().timeStamp().map(time -> ", time-stamped " + time).orElse("");
    write(
        console,
        json,
        "verified: signed by " + verified.signature().subject() + stamp + "; " + members + (members == 1 ? " file" : " files")
            + (root == null ? " listed (--root PATH checks them)" : " as signed"));
    return ExitCode.CLEAN;
  }
}
