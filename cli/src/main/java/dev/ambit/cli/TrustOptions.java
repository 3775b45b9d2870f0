package dev.ambit.cli;

import dev.ambit.integrity.signature.TrustAnchors;
import dev.ambit.integrity.signature.VerificationPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// Whom to trust.
final class TrustOptions {
  @Option(names = "--trust", paramLabel = "PEM", description = "certificates of those who may sign or certify; repeatable")
  private List<Path> trust = new ArrayList<>();

  @Option(names = "--tsa-trust", paramLabel = "PEM", description = "the same for time-stamps; otherwise as --trust; repeatable")
  private List<Path> stampTrust = new ArrayList<>();

  /// What a signature must satisfy.
  VerificationPolicy policy() throws IOException {
    if (trust.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "whom to trust? name a certificate with `--trust`", null);
    }
    VerificationPolicy policy = VerificationPolicy.trusting(TrustAnchors.read(trust));
    return stampTrust.isEmpty() ? policy : policy.withTimeStamps(TrustAnchors.read(stampTrust));
  }
}
