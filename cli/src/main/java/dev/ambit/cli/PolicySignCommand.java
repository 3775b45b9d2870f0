package dev.ambit.cli;

import dev.ambit.integrity.signature.DetachedSignature;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs a policy manifest, detached, as `openssl smime` and `openssl cms` read it.
@Command(name = "sign", mixinStandardHelpOptions = true, description = "sign a policy manifest: PKCS#7, detached, DER")
final class PolicySignCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private SigningOptions signing = new SigningOptions();

  @Parameters(paramLabel = "FILE", description = "the policy manifest")
  private Path file = Path.of("");

  @Option(names = {"-o", "--output"}, paramLabel = "OUT", description = "the signature; otherwise FILE.p7s")
  private @Nullable Path output;

  @Override
  public Integer call() throws Exception {
    Path policy = CatalogPaths.existing(options.directory, file);
    Path signature = output == null ? DetachedSignature.beside(policy) : options.directory.resolve(output);
    DetachedSignature.sign(policy, signature, signing.signingKey(), signing.authority(), Instant.now());
    options.console(Ambit.out(), Ambit.err()).line("signed " + signature);
    return ExitCode.CLEAN.code();
  }
}
