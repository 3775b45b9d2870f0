package dev.ambit.core.policy;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.Effect;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.tree.PackageId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes down what is there as reviewed: at `init` all of it, at `approve` one package.
public final class Baseline {
  private Baseline() {}

  /// Everything installed and everything platform-bound that the lock file lists, installed or not, so
  /// that the baseline is the same on every platform.
  public static ReviewedLock of(Assessment assessment) {
    SortedMap<PackageId, ReviewedLock.Entry> entries = new TreeMap<>();
    assessment.tree().locked().forEach(
        (id, locked) -> {
          if (locked.platformBound() && !locked.integrity().isEmpty()) {
            entries.put(id, new ReviewedLock.PlatformBound(locked.integrity(), locked.installScripts()));
          }
        });
    for (Standing standing : assessment.standings().values()) {
      if (isRecorded(standing)) {
        entries.putIfAbsent(standing.node().id(), entry(standing));
      }
    }
    return new ReviewedLock(entries);
  }

  /// The baseline with one package as it now lies on disk.
  public static ReviewedLock with(ReviewedLock baseline, Standing standing) {
    return baseline.with(standing.node().id(), entry(standing));
  }

  private static boolean isRecorded(Standing standing) {
    return standing.review() != Review.OWN
        && standing.review() != Review.UNLOCKED;
  }

  private static ReviewedLock.Entry entry(Standing standing) {
    return new ReviewedLock.Reviewed(
        standing.usage().digest(),
        standing.authored() ? ReviewedLock.Source.AUTHOR : ReviewedLock.Source.ANALYSIS,
        standing.declared(),
        standing.node().installScripts());
  }

  /// The packages that a person should look at before trusting the tree: those that run programs or
  /// native code, come with install scripts, or combine files, hosts and the environment, which nearly
  /// every stealer needs and 2 % of popular packages have.
  public static List<Standing> powerful(Assessment assessment) {
    return assessment.standings().values().stream().filter(Baseline::isPowerful).toList();
  }

  private static boolean isPowerful(Standing standing) {
    if (standing.review() == Review.OWN) {
      return false;
    }
    Set<Effect> effects = effects(standing.declared().capabilities());
    boolean files = effects.contains(Effect.FS_READ) || effects.contains(Effect.FS_WRITE);
    boolean hosts = effects.contains(Effect.NET_CONNECT);
    return standing.node().installScripts()
        || effects.contains(Effect.EXEC)
        || effects.contains(Effect.NATIVE)
        || (files && hosts && effects.contains(Effect.ENV));
  }

  /// All effects of the capabilities together.
  public static Set<Effect> effects(Collection<Capability> capabilities) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    capabilities.forEach(c -> effects.addAll(Builtins.get().effects(c)));
    return effects;
  }

  /// How many packages of the tree want no builtin and no global.
  public static long needingNothing(Assessment assessment) {
    return assessment.standings().values().stream()
        .filter(s -> s.review() != Review.OWN)
        .filter(s -> s.declared().capabilities().stream().allMatch(Capability.Dependency.class::isInstance))
        .count();
  }
}
