package dev.ambit.cli.admin;

import dev.ambit.cli.launch.IntegrityDemand;
import dev.ambit.core.settings.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the administrator of this machine prescribes. Policies of several sources are joined, and the strictest of each
/// part wins: no source and no setting of a user can lift what another asks for.
///
/// @param integrity what is demanded of files, of interactive code and of the policy manifest
/// @param mode the least that containment does; absent: as the project says
/// @param catalogs the only catalogs that may be used; absent: any that a trusted signer signed
/// @param checkFiles whether each file must pass the check of the kernel, see [dev.ambit.os.ExecutionCheck]
/// @param needsTrust whether somebody asks for signatures without saying whose; then the settings file has to
/// @param sources who asks for anything
public record AdminPolicy(
    IntegrityDemand integrity, Optional<Mode> mode, Optional<Set<Path>> catalogs, boolean checkFiles,
    boolean needsTrust, List<String> sources) {

  /// Nobody prescribes anything.
  public static final AdminPolicy NONE =
      new AdminPolicy(IntegrityDemand.NONE, Optional.empty(), Optional.empty(), false, false, List.of());

  public AdminPolicy {
    catalogs = catalogs.map(Set::copyOf);
    sources = List.copyOf(sources);
  }

  /// The sources of this system.
  public static List<AdminSource> sources(String system) {
    List<AdminSource> sources = new ArrayList<>();
    if (system.startsWith("Windows")) {
      sources.add(new AdminSource.WindowsPolicy(Path.of("C:\\Windows")));
    } else if (system.equals("Linux")) {
      sources.add(new AdminSource.LinuxSecurebits());
    }
    sources.add(AdminSource.SettingsFile.of(system));
    return List.copyOf(sources);
  }

  /// Asks all sources.
  ///
  /// @throws AdminPolicyException when one cannot be known or trusted, or they leave open whose signatures count:
  ///     then nothing may run
  public static AdminPolicy read(List<AdminSource> sources) throws AdminPolicyException {
    AdminPolicy policy = NONE;
    for (AdminSource source : sources) {
      policy = policy.and(source.read());
    }
    if (policy.needsTrust && policy.integrity.trust().isEmpty()) {
      throw new AdminPolicyException("code integrity is demanded by " + String.join(" and ", policy.sources)
          + ", and nobody says whose signatures count; name them in `trust` of the settings file");
    }
    return policy;
  }

  /// Both at once: of each part the stricter.
  public AdminPolicy and(AdminPolicy other) {
    Set<String> names = new LinkedHashSet<>(sources);
    names.addAll(other.sources);
    return new AdminPolicy(
        integrity.and(other.integrity), stricter(mode, other.mode), common(catalogs, other.catalogs),
        checkFiles || other.checkFiles, needsTrust || other.needsTrust, List.copyOf(names));
  }

  /// What containment does when somebody wants this.
  public Mode atLeast(Mode wanted) {
    return mode.filter(Mode.ENFORCE::equals).orElse(wanted);
  }

  /// Whether anybody prescribes anything.
  public boolean isActive() {
    return !sources.isEmpty();
  }

  private static Optional<Mode> stricter(Optional<Mode> first, Optional<Mode> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.or(() -> second);
    }
    return first.get().compareTo(second.get()) >= 0 ? first : second;
  }

  private static Optional<Set<Path>> common(Optional<Set<Path>> first, Optional<Set<Path>> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.or(() -> second);
    }
    Set<Path> both = new LinkedHashSet<>(first.get());
    both.retainAll(second.get());
    return Optional.of(both);
  }
}
