package dev.ambit.core.policy;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.tree.PackageNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// From the judged packages to the policy manifest.
public final class PolicyCompiler {
  private PolicyCompiler() {}

  /// Compiles the manifest; equal input gives an equal manifest.
  public static PolicyManifest compile(Assessment assessment, Mode mode) {
    List<Standing> ordered = new ArrayList<>(assessment.standings().values());
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      index.put(ordered.get(i).node().location(), i);
    }
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
              edges(assessment, standing, index),
              standing.usage().files()));
    }
    return new PolicyManifest(assessment.tree().root(), mode, List.copyOf(entries));
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
          assessment.tree().resolve(node, name).ifPresent(found -> put(edges, name, found.location(), index));
        }
      }
    }
    return Collections.unmodifiableSortedMap(edges);
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
