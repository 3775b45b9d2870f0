package dev.ambit.cli;

import dev.ambit.core.file.AtomicFile;
import dev.ambit.integrity.format.CatalogFile;
import dev.ambit.integrity.signature.CatalogSigner;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs a catalog: a Windows one within, a JSON one with a signature beside it.
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = {"sign a catalog", "a Windows catalog carries its signature, a JSON one gets FILE.p7s beside it"})
final class CatalogSignCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private SigningOptions signing = new SigningOptions();

  @Parameters(paramLabel = "FILE", description = "the catalog")
  private Path file = Path.of("");

  @Option(names = {"-o", "--output"}, paramLabel = "OUT", description = "write the signed catalog here and leave FILE as it is")
  private @Nullable Path output;

  @Override
  public Integer call() throws Exception {
    Console console = options.console(Ambit.out(), Ambit.err());
    Path catalog = CatalogPaths.existing(options.directory, file);
    CatalogSigner signer = new CatalogSigner(signing.signingKey(), signing.authority());
    Path target = catalog;
    if (output != null) {
      target = options.directory.resolve(output);
      byte[] bytes = CatalogFile.bytes(catalog);
      // a Windows catalog is written signed, never unsigned first: nobody may take it for finished
      AtomicFile.write(target, CatalogFile.isJson(bytes) ? bytes : signer.signWindows(catalog.toString(), bytes));
      if (!CatalogFile.isJson(bytes)) {
        console.line("signed " + target);
        return ExitCode.CLEAN.code();
      }
    }
    console.line("signed " + signer.sign(target, Instant.now()));
    return ExitCode.CLEAN.code();
  }
}
