package dev.ambit.core.settings;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Realm;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One entry of `grants`.
///
/// @param pattern the packages that it is for
/// @param allow what they get beyond their declaration
/// @param deny what they do not get, whatever else allows it
/// @param realm which primordials they see, whatever their declaration says, or null
/// @param reason why, for people, or null
/// @param until the last day on which it holds, or null
public record Grant(
    PackagePattern pattern,
    SortedSet<Capability> allow,
    SortedSet<Capability> deny,
    @Nullable Realm realm,
    @Nullable String reason,
    @Nullable LocalDate until) {

  public Grant {
    allow = Collections.unmodifiableSortedSet(new TreeSet<>(allow));
    deny = Collections.unmodifiableSortedSet(new TreeSet<>(deny));
  }

  /// Whether the entry is void, because its last day is over.
  public boolean isExpired(LocalDate today) {
    return until != null && until.isBefore(today);
  }
}
