package dev.ambit.core.tree;

import dev.ambit.core.tree.PackageTree.LockedPackage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a lock file says of each `name@version`, all its places taken together.
final class LockedPackages {
  private LockedPackages() {}

  static SortedMap<PackageId, LockedPackage> collect(
      LockFile lock, Predicate<LockEntry> isOwn, Disagreements disagreements) {
    SortedMap<PackageId, LockedPackage> all = new TreeMap<>();
    Map<PackageId, LockEntry> firsts = new HashMap<>();
    for (LockEntry entry : lock.entries().values()) {
      if (isOwn.test(entry)) {
        continue;
      }
      String integrity = entry.integrity() == null ? "" : entry.integrity();
      LockedPackage one = new LockedPackage(entry.platformBound(), entry.installScripts(), integrity);
      all.merge(entry.id(), one, LockedPackages::both);
      if (!integrity.isEmpty()) {
        LockEntry first = firsts.putIfAbsent(entry.id(), entry);
        if (first != null && first.integrity() != null && !agree(first.integrity(), integrity)) {
          disagreements.twoIntegrities(entry, first);
        }
      }
    }
    return all;
  }

  private static LockedPackage both(LockedPackage a, LockedPackage b) {
    return new LockedPackage(
        a.platformBound() || b.platformBound(),
        a.installScripts() || b.installScripts(),
        a.integrity().isEmpty() ? b.integrity() : a.integrity());
  }

  /// Whether two integrities may be of the same bytes: each algorithm that both use has a hash in common.
  private static boolean agree(String a, String b) {
    Map<String, Set<String>> one = byAlgorithm(a);
    Map<String, Set<String>> other = byAlgorithm(b);
    for (Map.Entry<String, Set<String>> hashes : one.entrySet()) {
      Set<String> shared = new HashSet<>(other.getOrDefault(hashes.getKey(), hashes.getValue()));
      shared.retainAll(hashes.getValue());
      if (shared.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Set<String>> byAlgorithm(String integrity) {
    Map<String, Set<String>> all = new HashMap<>();
    for (String hash : List.of(integrity.strip().split("\\s+"))) {
      int dash = hash.indexOf('-');
      String algorithm = dash < 0 ? hash : hash.substring(0, dash);
      all.computeIfAbsent(algorithm, key -> new HashSet<>()).add(hash);
    }
    return all;
  }
}
