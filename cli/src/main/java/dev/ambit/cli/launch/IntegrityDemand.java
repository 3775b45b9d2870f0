package dev.ambit.cli.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What somebody demands of the integrity of code: the user by flags, the administrator by the settings of the system.
/// Demands are joined, and the strictest of each wins: none can lift what another asks for.
///
/// @param files what happens to a file that is not as a signed catalog says
/// @param interactive what happens to code that is in no file: `-e`, REPL, standard input, debugger
/// @param signedPolicy nothing runs without a policy manifest whose signature was verified
/// @param trust sets of certificate files (PEM or DER); a signature has to satisfy every one of the sets. Empty where nobody
///     says whom to trust
/// @param sources who demands it, for messages: `--enforce-code-integrity`, `/etc/ambit/admin.json`
public record IntegrityDemand(
    FileRule files, InteractiveRule interactive, boolean signedPolicy, List<Set<Path>> trust, List<String> sources) {

  /// What happens to files that no catalog vouches for, mildest first.
  public enum FileRule {
    /// nothing is looked at
    OFF,
    /// each is written down and runs
    AUDIT,
    /// `ERR_CODE_INTEGRITY_VIOLATION`
    ENFORCE
  }

  /// What happens to code that is in no file, mildest first.
  public enum InteractiveRule {
    /// as in plain Node, or as containment says
    ALLOWED,
    /// each is written down and runs
    AUDIT,
    /// `ERR_CODE_INTEGRITY_BLOCKED`
    BLOCKED
  }

  /// Nobody demands anything.
  public static final IntegrityDemand NONE =
      new IntegrityDemand(FileRule.OFF, InteractiveRule.ALLOWED, false, List.of(), List.of());

  public IntegrityDemand {
    trust = trust.stream().filter(set -> !set.isEmpty()).map(Set::copyOf).distinct().toList();
    sources = List.copyOf(sources);
  }

  /// Both demands at once: of each part the stricter, and all trust sets.
  public IntegrityDemand and(IntegrityDemand other) {
    List<Set<Path>> sets = new ArrayList<>(trust);
    sets.addAll(other.trust);
    Set<String> names = new LinkedHashSet<>(sources);
    names.addAll(other.sources);
    return new IntegrityDemand(
        files.compareTo(other.files) >= 0 ? files : other.files,
        interactive.compareTo(other.interactive) >= 0 ? interactive : other.interactive,
        signedPolicy || other.signedPolicy,
        sets,
        List.copyOf(names));
  }

  /// Whether the guard has anything to do.
  public boolean isActive() {
    return files != FileRule.OFF || interactive != InteractiveRule.ALLOWED;
  }
}
