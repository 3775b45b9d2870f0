package dev.ambit.cli;

import dev.ambit.core.json.Json;
import dev.ambit.integrity.format.CatalogFile;
import dev.ambit.integrity.signature.DetachedSignature;
import dev.ambit.integrity.signature.Verified;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// Verifies the detached signature of a policy manifest.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {"verify the signature of a policy manifest", "ends with 4 when it is not verified"})
final class PolicyVerifyCommand extends ReportingCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Parameters(index = "0", paramLabel = "FILE", description = "the policy manifest")
  private Path file = Path.of("");

  @Parameters(index = "1", arity = "0..1", paramLabel = "SIGNATURE", description = "otherwise FILE.p7s")
  private @Nullable Path signature;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Path policy = CatalogPaths.existing(options.directory, file);
    Path beside = signature == null ? DetachedSignature.beside(policy) : options.directory.resolve(signature);
    Verified verified =
        DetachedSignature.verify(beside.toString(), CatalogFile.bytes(policy), CatalogFile.bytes(beside), trust.policy());
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("verified", true);
    json.put("signer", verified.subject());
    json.put("fingerprint", verified.fingerprint());
    write(console, json, "verified: signed by " + verified.subject());
    return ExitCode.CLEAN;
  }
}
