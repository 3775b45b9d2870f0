package dev.ambit.cli;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.policy.Standing;
import dev.ambit.core.usage.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a package replaces of Node's builtins and globals: for everybody, where `ambit.json` says so, or for itself.
///
/// @param standing the package
/// @param forAll what it may replace for everybody who has it
/// @param forItself what its code replaces and nobody else sees, with the places
record Replacing(Standing standing, SortedSet<Capability.Patch> forAll, SortedMap<Capability.Patch, List<Evidence>> forItself) {
  /// What a person is told who grants it.
  static final String MEANING = "for the application and for all packages that have it, and so sees what they pass to it and answers it";

  /// @param only what is asked about, null for all
  static Replacing of(Standing standing, @Nullable Capability only) {
    SortedSet<Capability.Patch> forAll = new TreeSet<>(standing.replacedForAll());
    SortedMap<Capability.Patch, List<Evidence>> forItself = new TreeMap<>(standing.replacedForItself());
    if (only != null) {
      forAll.removeIf(patch -> !only.covers(patch));
      forItself.keySet().removeIf(patch -> !only.covers(patch));
    }
    return new Replacing(standing, forAll, forItself);
  }

  boolean isNothing() {
    return forAll.isEmpty() && forItself.isEmpty();
  }

  /// Lines for `ambit why`.
  ///
  /// @param places how places are shown
  String text(Function<List<Evidence>, String> places) {
    StringBuilder text = new StringBuilder();
    if (!forAll.isEmpty()) {
      text.append("  replaces ").append(targets(forAll)).append(' ').append(MEANING).append('\n');
    }
    if (!forItself.isEmpty()) {
      text.append("  replaces ").append(targets(forItself.keySet())).append(" for itself alone, ");
      text.append(places.apply(forItself.values().stream().flatMap(List::stream).toList())).append('\n');
      text.append("    for everybody: ambit approve ").append(standing.node().id());
      forItself.keySet().forEach(patch -> text.append(' ').append(patch.text()));
      text.append('\n');
    }
    return text.toString();
  }

  /// The key `replaces`, where there is something to say.
  void into(ObjectNode node, Function<Evidence, String> place) {
    if (isNothing()) {
      return;
    }
    ArrayNode replaces = node.putArray("replaces");
    for (Capability.Patch patch : forAll) {
      replaces.addObject().put("capability", patch.text()).put("state", "allowed").putArray("evidence");
    }
    forItself.forEach(
        (patch, places) -> {
          ArrayNode evidence =
              replaces.addObject().put("capability", patch.text()).put("state", "itself").putArray("evidence");
          places.forEach(p -> evidence.add(place.apply(p)));
        });
  }

  private static String targets(Collection<Capability.Patch> patches) {
    return SettingsChange.texts(patches.stream().map(Capability.Patch::target).toList());
  }
}
