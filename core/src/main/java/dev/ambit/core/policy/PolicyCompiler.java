package dev.ambit.core.policy;

import dev.ambit.core.capability.Additions;
import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.tree.Dependents;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.PackageUsage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// From the judged packages to the policy manifest.
public final class PolicyCompiler {
  private static final Set<String> FIXED = Set.of("console", "eval", "undefined", "NaN", "Infinity");

  private PolicyCompiler() {}

  /// Compiles the manifest; equal input gives an equal manifest.
  public static PolicyManifest compile(Assessment assessment, Mode mode) {
    List<Standing> ordered = new ArrayList<>(assessment.standings().values());
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      index.put(ordered.get(i).node().location(), i);
    }
    Dependents dependents = new Dependents(assessment.tree());
    List<PolicyManifest.Entry> entries = new ArrayList<>();
    for (Standing standing : ordered) {
      PackageNode node = standing.node();
      entries.add(
          new PolicyManifest.Entry(
              node.id().toString(),
              node.location(),
              standing.authority(),
              standing.via(),
              standing.effective().capabilities(),
              standing.denied(),
              standing.effective().realm(),
              additions(standing, mode),
              standing.replacedForAll(),
              edges(assessment, standing, index),
              dependents(assessment.tree(), dependents, standing, index),
              standing.usage().files()));
    }
    return new PolicyManifest(
        assessment.tree().root(), mode, ordered.stream().anyMatch(PolicyCompiler::runsScripts), replaced(ordered),
        List.copyOf(entries));
  }

  /// What a test replaces so that its subject sees it, or a polyfill: `globalThis.fetch = …`.
  private static SortedSet<String> replaced(List<Standing> standings) {
    SortedSet<String> replaced = new TreeSet<>();
    Builtins builtins = Builtins.get();
    List<FileUsage> own = standings.stream()
        .filter(s -> s.authority() == Authority.OWN)
        .flatMap(s -> s.usage().files().values().stream().map(PackageUsage.File::usage))
        .toList();
    if (own.stream().flatMap(FileUsage::replaced).anyMatch(name -> name.startsWith("["))) {
      own.forEach(file -> replaced.addAll(file.free()));
    } else {
      own.stream().flatMap(FileUsage::replaced).forEach(replaced::add);
    }
    // the global object itself and the console are the application's in any case; new names lie on the real object
    replaced.removeIf(name -> !builtins.isGlobal(name) || builtins.isOwnGlobal(name) || FIXED.contains(name));
    return Collections.unmodifiableSortedSet(replaced);
  }

  private static boolean runsScripts(Standing standing) {
    return standing.authority() != Authority.DECLARED
        && standing.inference().evidence().keySet().stream()
            .anyMatch(c -> c instanceof Capability.Builtin(String module, var member) && module.equals("vm"));
  }

  /// The names that the package may require. The user's own code and packages with full authority may
  /// name whatever Node's resolution finds for them.
  private static SortedMap<String, Integer> edges(Assessment assessment, Standing standing, Map<String, Integer> index) {
    SortedMap<String, Integer> edges = new TreeMap<>();
    PackageNode node = standing.node();
    if (standing.authority() != Authority.DECLARED) {
      node.dependencies().forEach((name, location) -> put(edges, name, location, index));
    }
    for (Capability wanted : wanted(standing)) {
      if (wanted instanceof Capability.Dependency(String name) && standing.allows(wanted)) {
        String listed = node.dependencies().get(name);
        if (listed != null) {
          put(edges, name, listed, index);
        } else {
          named(assessment.tree(), node, name).ifPresent(found -> put(edges, name, found.location(), index));
        }
      }
    }
    return Collections.unmodifiableSortedMap(edges);
  }

  /// What a name leads to that package.json does not list: what Node finds from there, the user's own code by its
  /// name, or, for a host that was approved to load a plugin, what the application sees under it.
  private static Optional<PackageNode> named(PackageTree tree, PackageNode from, String name) {
    return tree.resolve(from, name)
        .or(() -> tree.nodes().values().stream().filter(n -> n.isOwn() && n.id().name().equals(name)).findFirst())
        .or(() -> tree.resolve(tree.application(), name));
  }

  /// Who depends on the package, and the binaries for a platform that those packages list: what loads addons for others
  /// (node-gyp-build-optional-packages) finds them there. The application's own stay its own.
  private static SortedSet<Integer> dependents(
      PackageTree tree, Dependents dependents, Standing standing, Map<String, Integer> index) {
    SortedSet<Integer> indexes = new TreeSet<>();
    if (standing.authority() == Authority.DECLARED && standing.allows(Capability.Dependency.DEPENDENTS)) {
      for (String location : dependents.of(standing.node().location())) {
        add(indexes, index.get(location));
        PackageNode dependent = tree.nodes().get(location);
        if (dependent != null && !dependent.isOwn()) {
          dependent.dependencies().values().stream()
              .filter(to -> isBinary(tree.nodes().get(to)))
              .forEach(to -> add(indexes, index.get(to)));
        }
      }
    }
    return Collections.unmodifiableSortedSet(indexes);
  }

  private static SortedSet<Capability> additions(Standing standing, Mode mode) {
    // what is only observed gets what it wants: nothing can be added later
    Iterable<Capability> wanted = mode == Mode.OBSERVE ? standing.inference().evidence().keySet() : wanted(standing);
    SortedSet<Capability> additions = new TreeSet<>();
    for (Capability capability : wanted) {
      boolean adds = capability instanceof Capability.Global(String path) && Additions.exist(path);
      if (adds && (mode == Mode.OBSERVE || standing.allows(capability))) {
        additions.add(capability);
      }
    }
    return Collections.unmodifiableSortedSet(additions);
  }

  private static boolean isBinary(@Nullable PackageNode node) {
    return node != null && node.platformBound();
  }

  private static void add(SortedSet<Integer> indexes, @Nullable Integer index) {
    if (index != null) {
      indexes.add(index);
    }
  }

  private static Iterable<Capability> wanted(Standing standing) {
    return standing.authority() == Authority.DECLARED
        ? standing.effective().capabilities()
        : standing.inference().evidence().keySet();
  }

  private static void put(SortedMap<String, Integer> edges, String name, String location, Map<String, Integer> index) {
    Integer target = index.get(location);
    if (target != null) {
      edges.put(name, target);
    }
  }
}
