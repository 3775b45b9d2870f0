package dev.ambit.core.settings;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Realm;
import dev.ambit.core.tree.PackageId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What `ambit.json` says.
///
/// @param mode whether to refuse or to tell
/// @param undeclared what a package gets that nobody declared or reviewed
/// @param grants in the order of the file
/// @param application limits of the user's own code
public record Settings(Mode mode, Undeclared undeclared, List<Grant> grants, Application application) {
  /// What holds without an `ambit.json`: observe, allow, no grants, no limits.
  public static final Settings DEFAULT =
      new Settings(Mode.OBSERVE, Undeclared.ALLOW, List.of(), new Application(new TreeSet<>()));

  public Settings {
    grants = List.copyOf(grants);
  }

  /// Limits of the user's own code, which otherwise may do everything.
  public record Application(SortedSet<Capability> deny) {
    public Application {
      deny = Collections.unmodifiableSortedSet(new TreeSet<>(deny));
    }
  }

  /// All that the entries for one package say together.
  ///
  /// @param allow what any of them allows, be it denied or not
  /// @param deny what any of them denies; wins over `allow` and over the package's declaration
  /// @param realm the primordials it sees whatever its declaration says, null where none of them says it
  public record Granted(SortedSet<Capability> allow, SortedSet<Capability> deny, @Nullable Realm realm) {
    public Granted {
      allow = Collections.unmodifiableSortedSet(new TreeSet<>(allow));
      deny = Collections.unmodifiableSortedSet(new TreeSet<>(deny));
    }

    /// Whether all of the capability is denied.
    public boolean denies(Capability capability) {
      return coversAny(deny, capability);
    }

    /// Whether the capability is allowed here and not denied.
    public boolean allows(Capability capability) {
      return allow.stream().anyMatch(c -> c.gives(capability)) && !denies(capability);
    }
  }

  static boolean coversAny(Collection<Capability> capabilities, Capability wanted) {
    return capabilities.stream().anyMatch(c -> c.covers(wanted));
  }

  /// What the entries say of a package: every one that matches counts, and of realms the last. What an expired one allowed is allowed no
  /// longer; what it denied stays denied, so that no day that passes opens anything.
  public Granted granted(PackageId id, LocalDate today) {
    SortedSet<Capability> allow = new TreeSet<>();
    SortedSet<Capability> deny = new TreeSet<>();
    Realm realm = null;
    for (Grant grant : grants) {
      if (grant.pattern().allows(id) && !grant.isExpired(today)) {
        allow.addAll(grant.allow());
        realm = grant.realm() == null ? realm : grant.realm();
      }
      if (grant.pattern().denies(id)) {
        deny.addAll(grant.deny());
      }
    }
    return new Granted(allow, deny, realm);
  }

  /// The entries that are void because their last day is over; each deserves a finding.
  public List<Grant> expired(LocalDate today) {
    return grants.stream().filter(grant -> grant.isExpired(today)).toList();
  }
}
