package dev.ambit.core.declaration;

import dev.ambit.core.capability.Capability;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a package asks for.
///
/// @param capabilities builtins, globals, `native`, and dependencies beyond those in its package.json
/// @param realm which primordials it sees
public record Declaration(SortedSet<Capability> capabilities, Realm realm) {
  /// Asks for nothing but its listed dependencies.
  public static final Declaration NOTHING = new Declaration(new TreeSet<>(), Realm.FROZEN);

  public Declaration {
    capabilities = Collections.unmodifiableSortedSet(new TreeSet<>(capabilities));
  }

  /// Whether any capability of it gives the given one.
  public boolean gives(Capability capability) {
    return capabilities.stream().anyMatch(c -> c.gives(capability));
  }

  /// The given capabilities that this does not give: growth, where this is the reviewed baseline.
  public SortedSet<Capability> missing(Collection<Capability> wanted) {
    SortedSet<Capability> missing = new TreeSet<>();
    for (Capability capability : wanted) {
      if (!gives(capability)) {
        missing.add(capability);
      }
    }
    return missing;
  }

  /// Without the capabilities that another one of it gives.
  public Declaration minimal() {
    SortedSet<Capability> kept = new TreeSet<>();
    for (Capability capability : capabilities) {
      boolean given = capabilities.stream().anyMatch(c -> !c.equals(capability) && c.gives(capability));
      if (!given) {
        kept.add(capability);
      }
    }
    return new Declaration(kept, realm);
  }
}
