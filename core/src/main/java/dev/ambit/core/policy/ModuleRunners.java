package dev.ambit.core.policy;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Inference;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.Evidence;
import dev.ambit.core.usage.Mark;
import dev.ambit.core.usage.PackageUsage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Packages that run the files of others themselves, as texts in contexts of `vm` (jest-runtime). What such a file
/// requires is required by the runner, so a runner wants what the whole tree does, and names it: a reviewer sees what
/// runs with its authority.
final class ModuleRunners {
  private static final List<Capability> LINKS =
      List.of(Capability.parse("vm.SyntheticModule"), Capability.parse("vm.SourceTextModule"));
  private static final Capability MAKES_CONTEXTS = Capability.parse("vm.createContext");
  /// A context has its own of these.
  private static final Set<String> OF_CONTEXTS = Set.of("eval", "Function", "process");

  private final PackageTree tree;
  private final SortedMap<String, Inference> inferences;

  /// @param tree the packages
  /// @param inferences by location, what each wants by itself
  ModuleRunners(PackageTree tree, SortedMap<String, Inference> inferences) {
    this.tree = tree;
    this.inferences = inferences;
  }

  /// What each package wants when it runs files of others.
  ///
  /// @param usage by location
  SortedMap<String, Inference> complete(Map<String, PackageUsage> usage) {
    SortedMap<String, Inference> all = new TreeMap<>(inferences);
    for (PackageNode node : tree.nodes().values()) {
      Inference inference = inferences.get(node.location());
      if (node.isOwn() || inference == null) {
        continue;
      }
      Evidence links = links(inference);
      if (links != null) {
        inference = with(inference, builtins(), links);
        inference = with(inference, below(node), links);
      }
      PackageUsage files = usage.get(node.location());
      List<Evidence> contexts = inference.evidence().get(MAKES_CONTEXTS);
      if (contexts != null && files != null && readsAnyGlobal(files)) {
        inference = with(inference, globals(), contexts.getFirst());
      }
      all.put(node.location(), inference);
    }
    return all;
  }

  /// Where a package that loads what it is told makes the modules of `vm`, null when it does not.
  private static @Nullable Evidence links(Inference inference) {
    if (!inference.evidence().containsKey(Capability.Dependency.DEPENDENTS)) {
      return null;
    }
    return LINKS.stream()
        .flatMap(link -> inference.evidence().getOrDefault(link, List.of()).stream())
        .findFirst()
        .orElse(null);
  }

  private static boolean readsAnyGlobal(PackageUsage usage) {
    return usage.files().values().stream()
        .flatMap(file -> file.usage().marks().stream())
        .anyMatch(mark -> mark.kind() == Mark.Kind.GLOBAL_COMPUTED);
  }

  private SortedSet<Capability> builtins() {
    SortedSet<Capability> all = new TreeSet<>();
    inferences.forEach(
        (location, inference) -> {
          PackageNode node = tree.nodes().get(location);
          boolean own = node != null && node.isOwn();
          for (Capability wanted : inference.evidence().keySet()) {
            if (wanted instanceof Capability.Builtin builtin) {
              // the application's code was never held to members
              all.add(own ? new Capability.Builtin(builtin.module(), null) : builtin);
            }
          }
        });
    return all;
  }

  private SortedSet<Capability> globals() {
    SortedSet<Capability> all = new TreeSet<>();
    for (Inference inference : inferences.values()) {
      for (Capability wanted : inference.evidence().keySet()) {
        if (wanted instanceof Capability.Global(String path)
            && Builtins.get().isPowerfulGlobal(path)
            && !OF_CONTEXTS.contains(path)
            && path.indexOf('.') < 0) {
          all.add(wanted);
        }
      }
    }
    return all;
  }

  /// The names that its dependencies require, and theirs: it runs their files too.
  private SortedSet<Capability> below(PackageNode node) {
    SortedSet<Capability> names = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(node.dependencies().values());
    for (String location = open.poll(); location != null; location = open.poll()) {
      PackageNode below = tree.nodes().get(location);
      if (below == null || below.isOwn() || !seen.add(location)) {
        continue;
      }
      below.dependencies().forEach(
          (name, to) -> {
            open.add(to);
            if (tree.resolve(node, name).isPresent()) {
              names.add(new Capability.Dependency(name));
            }
          });
    }
    return names;
  }

  private static Inference with(Inference inference, SortedSet<Capability> capabilities, Evidence place) {
    Inference more = inference;
    for (Capability capability : capabilities) {
      more = more.with(capability, place);
    }
    return more;
  }
}
