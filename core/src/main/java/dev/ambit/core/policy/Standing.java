package dev.ambit.core.policy;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.Patches;
import dev.ambit.core.declaration.Declaration;
import dev.ambit.core.declaration.Inference;
import dev.ambit.core.tree.PackageId;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.usage.Evidence;
import dev.ambit.core.usage.PackageUsage;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One package, judged: what it wants, what was reviewed, what it gets.
///
/// @param node the package
/// @param usage of its files
/// @param via dependency path from the application
/// @param review how it stands to the baseline
/// @param inference what its code wants, with evidence
/// @param declared what it asks for: the author's declaration, else what was inferred
/// @param authored whether the author declared it
/// @param baselineId the reviewed version that it is held against, or null
/// @param growth what it wants beyond the baseline; for an unreviewed package everything it wants
/// @param authority how the guard treats it
/// @param effective what it gets, when its authority is declared
/// @param denied what `ambit.json` takes away
public record Standing(
    PackageNode node,
    PackageUsage usage,
    String via,
    Review review,
    Inference inference,
    Declaration declared,
    boolean authored,
    @Nullable PackageId baselineId,
    SortedSet<Capability> growth,
    Authority authority,
    Declaration effective,
    SortedSet<Capability> denied) {

  /// The members that the package may replace for the application and for all packages that have them, one by one.
  public SortedSet<Capability.Patch> replacedForAll() {
    SortedSet<Capability.Patch> all = new TreeSet<>(Patches.all());
    all.removeIf(patch -> !effective.gives(patch) || denied.stream().anyMatch(d -> d.covers(patch)));
    return Collections.unmodifiableSortedSet(all);
  }

  /// The members that its code replaces and that it may replace for itself alone.
  public SortedMap<Capability.Patch, List<Evidence>> replacedForItself() {
    SortedMap<Capability.Patch, List<Evidence>> own = new TreeMap<>(inference.replaced());
    own.keySet().removeAll(replacedForAll());
    return Collections.unmodifiableSortedMap(own);
  }

  /// Whether the package gets the capability.
  public boolean allows(Capability capability) {
    boolean taken = denied.stream().anyMatch(d -> d.covers(capability));
    return !taken && (authority != Authority.DECLARED || effective.gives(capability));
  }
}
