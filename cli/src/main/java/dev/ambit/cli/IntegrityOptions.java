package dev.ambit.cli;

import dev.ambit.cli.launch.IntegrityDemand;
import dev.ambit.cli.launch.IntegrityDemand.FileRule;
import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the user demands of the integrity of code. Every one of these options adds a restriction but the last, which only
/// counts together with another.
final class IntegrityOptions {
  @Option(names = "--catalog", paramLabel = "FILE", description = "the signed catalog of the files that may run")
  @Nullable Path catalog;

  @Option(names = "--catalog-signature", paramLabel = "FILE", description = "of a JSON catalog; otherwise CATALOG.p7s")
  @Nullable Path catalogSignature;

  @Option(names = "--trust", paramLabel = "PEM", description = "certificates of those who may sign or certify; repeatable")
  private List<Path> trust = new ArrayList<>();

  @Option(names = "--tsa-trust", paramLabel = "PEM", description = "the same for time-stamps; otherwise as --trust; repeatable")
  List<Path> stampTrust = new ArrayList<>();

  @Option(names = "--enforce-code-integrity", description = "refuse each file that is not as the catalog says")
  private boolean enforce;

  @Option(names = "--audit-code-integrity", description = "write such files down as JSON lines, and run them")
  private boolean audit;

  @Option(names = "--disable-interactive-mode", description = "refuse code that is in no file: -e, REPL, standard input, debugger")
  private boolean notInteractive;

  @Option(names = "--disable-eval", description = "refuse text that the program compiles itself: eval, Function, vm")
  private boolean noEval;

  @Option(names = "--policy", paramLabel = "FILE", description = "run under this policy manifest (ambit policy create)")
  @Nullable Path policy;

  @Option(names = "--policy-signature", paramLabel = "FILE", description = "demand this detached signature of the policy manifest")
  @Nullable Path policySignature;

  @Option(names = "--policy-integrity", paramLabel = "SRI", description = "demand this digest of it: sha256-, sha384- or sha512-BASE64")
  @Nullable String policyIntegrity;

  @Option(names = "--no-containment", description = "enforce integrity only; all else is as in plain Node")
  boolean uncontained;

  /// What these options demand.
  ///
  /// @param administered whether the administrator demands something already, so that a catalog alone is of use
  /// @throws CommandException when one of them needs another
  IntegrityDemand demand(boolean administered) {
    List<String> sources = new ArrayList<>();
    FileRule files = enforce ? FileRule.ENFORCE : audit ? FileRule.AUDIT : FileRule.OFF;
    if (files != FileRule.OFF) {
      sources.add(enforce ? "--enforce-code-integrity" : "--audit-code-integrity");
    } else if (catalog != null && !administered) {
      throw usage("`--catalog` alone checks nothing; add `--enforce-code-integrity` or `--audit-code-integrity`");
    }
    if (notInteractive) {
      sources.add("--disable-interactive-mode");
    }
    if (policySignature != null) {
      sources.add("--policy-signature");
    }
    if (policy == null && (policySignature != null || policyIntegrity != null)) {
      throw usage("`--policy-signature` and `--policy-integrity` need `--policy FILE`");
    }
    if (policy != null && uncontained) {
      throw usage("`--policy` and `--no-containment` contradict each other");
    }
    return new IntegrityDemand(
        files,
        notInteractive ? InteractiveRule.BLOCKED : InteractiveRule.ALLOWED,
        policySignature != null,
        List.of(Set.copyOf(new LinkedHashSet<>(trust))),
        sources);
  }

  /// What happens to text that the program compiles itself.
  InteractiveRule sourceText() {
    return noEval ? InteractiveRule.BLOCKED : InteractiveRule.ALLOWED;
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message, "ambit run --help");
  }
}
