package dev.ambit.cli;

import dev.ambit.cli.launch.CodeIntegrity;
import dev.ambit.cli.launch.IntegrityDemand;
import dev.ambit.cli.launch.IntegrityDemand.FileRule;
import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import dev.ambit.cli.launch.SignedFiles;
import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.format.CatalogFile;
import dev.ambit.integrity.signature.CatalogVerifier;
import dev.ambit.integrity.signature.DetachedSignature;
import dev.ambit.integrity.signature.TrustAnchors;
import dev.ambit.integrity.signature.VerificationException;
import dev.ambit.integrity.signature.VerificationPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Catalog and policy manifest as a demand wants them: each is read once, and every set of trust anchors has to accept its
/// signature before one byte of it counts.
///
/// @param demand of the user and of the system together
/// @param sets what signatures must satisfy, all of them
record SignedInput(IntegrityDemand demand, List<VerificationPolicy> sets) {
  SignedInput {
    sets = List.copyOf(sets);
  }

  /// @param stampTrust certificates of time-stamp authorities, or none for the same as signers
  /// @throws IOException when a certificate cannot be read
  static SignedInput of(IntegrityDemand demand, List<Path> stampTrust) throws IOException {
    List<VerificationPolicy> sets = new ArrayList<>();
    for (Set<Path> set : demand.trust()) {
      VerificationPolicy policy = VerificationPolicy.trusting(TrustAnchors.read(List.copyOf(set)));
      sets.add(stampTrust.isEmpty() ? policy : policy.withTimeStamps(TrustAnchors.read(stampTrust)));
    }
    return new SignedInput(demand, sets);
  }

  /// What the guard gets, or null when it has nothing to judge.
  ///
  /// @param root real path of the folder that the catalog is about
  /// @throws VerificationException naming the check that failed
  @Nullable CodeIntegrity integrity(
      Path root, @Nullable Path catalog, @Nullable Path signature, InteractiveRule sourceText, Map<String, String> env)
      throws VerificationException, IOException {
    if (!demand.isActive() && sourceText == InteractiveRule.ALLOWED) {
      return null;
    }
    return alone(root, catalog, signature, sourceText, env);
  }

  /// The same where the guard of integrity alone is to run, which always wants its list.
  CodeIntegrity alone(
      Path root, @Nullable Path catalog, @Nullable Path signature, InteractiveRule sourceText, Map<String, String> env)
      throws VerificationException, IOException {
    SignedFiles files =
        demand.files() == FileRule.OFF
            ? SignedFiles.none(root, demand, sourceText)
            : SignedFiles.of(root, demand, sourceText, catalog(catalog, signature));
    PinnedFile pinned = PinnedFile.keep(env, "integrity", "list", files.bytes());
    return new CodeIntegrity(pinned.file(), pinned.pin(), demand, sourceText);
  }

  private Catalog catalog(@Nullable Path file, @Nullable Path signature) throws VerificationException, IOException {
    if (file == null) {
      throw new CommandException(
          ExitCode.NOT_VERIFIED, named() + " demands a signed catalog", "ambit run --catalog FILE --trust CA.pem");
    }
    requireTrust();
    byte[] bytes = CatalogFile.bytes(file);
    boolean json = CatalogFile.isJson(bytes);
    Path beside = signature == null ? DetachedSignature.beside(file) : signature;
    if (json && !Files.exists(beside)) {
      throw new CommandException(
          ExitCode.NOT_VERIFIED,
          "not verified: `" + file + "` is not signed: `" + beside + "` does not exist",
          "ambit catalog sign " + file + " --key KEY.pem --cert CERT.pem");
    }
    byte[] signed = json ? CatalogFile.bytes(beside) : new byte[0];
    Catalog catalog = null;
    try {
      for (VerificationPolicy policy : sets) {
        CatalogVerifier verifier = new CatalogVerifier(policy);
        catalog =
            (json
                    ? verifier.verifyJson(file.toString(), bytes, beside.toString(), signed)
                    : verifier.verifyWindows(file.toString(), bytes))
                .catalog();
      }
    } catch (FormatException e) {
      throw notVerified(e);
    }
    if (catalog == null) {
      throw new IllegalStateException("no set of trust anchors looked at the catalog");
    }
    return catalog;
  }

  /// The bytes of a policy manifest, verified as the demand and the user want it.
  ///
  /// @param integrity what its digest must be, or null
  /// @throws VerificationException naming the check that failed
  byte[] policy(Path file, @Nullable Path signature, @Nullable String integrity) throws VerificationException, IOException {
    byte[] bytes = CatalogFile.bytes(file);
    if (integrity != null) {
      SubresourceIntegrity.parse(integrity).verify("`" + file + "`", bytes);
    }
    if (signature == null) {
      if (demand.signedPolicy()) {
        throw new CommandException(
            ExitCode.NOT_VERIFIED, named() + " demands a signature of the policy manifest", "ambit run --policy-signature FILE.p7s");
      }
      return bytes;
    }
    requireTrust();
    byte[] signed = CatalogFile.bytes(signature);
    try {
      for (VerificationPolicy policy : sets) {
        DetachedSignature.verify(signature.toString(), bytes, signed, policy);
      }
    } catch (FormatException e) {
      throw notVerified(e);
    }
    return bytes;
  }

  /// What is no catalog and no signature verifies nothing.
  private static CommandException notVerified(FormatException e) {
    return new CommandException(ExitCode.NOT_VERIFIED, "not verified: " + e.getMessage(), null);
  }

  private void requireTrust() {
    if (sets.isEmpty()) {
      throw new CommandException(ExitCode.NOT_VERIFIED, "nobody is trusted, so no signature can be verified", "name a certificate with --trust");
    }
  }

  private String named() {
    return demand.sources().isEmpty() ? "the system" : "`" + String.join("`, `", demand.sources()) + "`";
  }
}
