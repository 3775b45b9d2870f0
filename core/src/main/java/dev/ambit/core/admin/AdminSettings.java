package dev.ambit.core.admin;

import dev.ambit.core.settings.Mode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What the administrator's settings file says.
///
/// @param codeIntegrity what happens to a file that no catalog vouches for; absent: nothing is looked at
/// @param interactive what happens to code that is in no file; absent: as containment says
/// @param requireSignedPolicy nothing runs without a signed policy manifest
/// @param trust certificate files of those who may sign; empty where nothing is to be signed
/// @param mode the least that containment does; absent: as the project says
/// @param catalogs the only catalogs that may be used; empty: any that a trusted signer signed
public record AdminSettings(
    Optional<Rule> codeIntegrity, Optional<Rule> interactive, boolean requireSignedPolicy, Set<Path> trust,
    Optional<Mode> mode, Set<Path> catalogs) {

  /// What happens to what is not as it should be.
  public enum Rule {
    /// it is written down, and runs
    AUDIT,
    /// it does not run
    ENFORCE
  }

  public AdminSettings {
    trust = Set.copyOf(trust);
    catalogs = Set.copyOf(catalogs);
  }
}
