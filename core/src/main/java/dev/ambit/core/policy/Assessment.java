package dev.ambit.core.policy;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Declaration;
import dev.ambit.core.declaration.Inference;
import dev.ambit.core.declaration.Reachable;
import dev.ambit.core.declaration.Realm;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.settings.Settings;
import dev.ambit.core.settings.Undeclared;
import dev.ambit.core.tree.PackageId;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.Evidence;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.Position;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds every installed package against what was reviewed and granted.
///
/// @param tree the packages
/// @param standings by location, the application under `""`
public record Assessment(PackageTree tree, SortedMap<String, Standing> standings) {

  /// What the judgement rests on.
  ///
  /// @param tree the installed packages
  /// @param usage of each, by location
  /// @param via dependency path of each, by location
  /// @param authored the authors' own declarations, by location, of those that have one
  /// @param baseline what was reviewed; empty before `init`
  /// @param rights what `ambit.json` says of a package
  /// @param application what `ambit.json` takes from the application's own code
  /// @param undeclared what a package gets that nobody declared or reviewed
  public record Input(
      PackageTree tree,
      SortedMap<String, PackageUsage> usage,
      Map<String, String> via,
      Map<String, Declaration> authored,
      ReviewedLock baseline,
      Function<PackageId, Settings.Granted> rights,
      SortedSet<Capability> application,
      Undeclared undeclared) {}

  /// Judges every package.
  public static Assessment of(Input input) {
    SortedMap<String, Standing> standings = new TreeMap<>();
    Map<String, Set<String>> requests = requests(input);
    Set<String> givers = givers(input);
    SortedMap<String, Inference> alone = new TreeMap<>();
    input.tree.nodes().forEach((location, node) -> alone.put(location, infer(input, node, requests, givers)));
    SortedMap<String, Inference> inferences = new ModuleRunners(input.tree, alone).complete(input.usage);
    input.tree.nodes().forEach(
        (location, node) -> standings.put(location, judge(input, node, Objects.requireNonNull(inferences.get(location)))));
    return new Assessment(input.tree, Collections.unmodifiableSortedMap(standings));
  }

  /// By location, the paths below a package that others ask for.
  private static Map<String, Set<String>> requests(Input input) {
    Map<String, Set<String>> requests = new HashMap<>();
    input.tree.nodes().forEach(
        (location, node) ->
            Inference.deepRequests(usage(input, node))
                .forEach(
                    (name, paths) -> {
                      String target = node.dependencies().get(name);
                      if (target != null) {
                        requests.computeIfAbsent(target, t -> new HashSet<>()).addAll(paths);
                      }
                    }));
    return requests;
  }

  /// The locations of packages that may be there to give the application global names: what its own code lists,
  /// where that code names globals that neither the language nor Node has (`describe`, `it`).
  private static Set<String> givers(Input input) {
    Set<String> givers = new HashSet<>();
    for (PackageNode node : input.tree.nodes().values()) {
      if (node.isOwn() && usage(input, node).files().values().stream().anyMatch(f -> namesUnknown(f.usage()))) {
        givers.addAll(node.dependencies().values());
      }
    }
    return givers;
  }

  private static boolean namesUnknown(FileUsage file) {
    return file.free().stream()
        .anyMatch(name -> !Builtins.get().isGlobal(name) && !file.assigned().contains(name) && !name.equals("require"));
  }

  private static Inference giving(Inference inference, PackageUsage usage, Set<String> files) {
    for (Map.Entry<String, PackageUsage.File> file : usage.files().entrySet()) {
      if (files.contains(file.getKey()) && Inference.handlesGlobal(file.getValue().usage())) {
        return inference.with(Inference.GIVES_GLOBALS, new Evidence(file.getKey(), new Position(1, 1)));
      }
    }
    return inference;
  }

  private static Inference infer(
      Input input, PackageNode node, Map<String, Set<String>> requests, Set<String> givers) {
    PackageUsage usage = usage(input, node);
    Set<String> files =
        node.isOwn()
            ? usage.files().keySet()
            : Reachable.files(
                input.tree.root().resolve(node.location()), usage, requests.getOrDefault(node.location(), Set.of()));
    Inference inference = Inference.of(node, usage, files, input.tree);
    return givers.contains(node.location()) ? giving(inference, usage, files) : inference;
  }

  private static Standing judge(Input input, PackageNode node, Inference inference) {
    PackageUsage usage = usage(input, node);
    Declaration authored = input.authored.get(node.location());
    Declaration declared = authored == null ? inference.declaration() : withListed(authored, node);
    String via = input.via.getOrDefault(node.location(), node.id().name());
    if (node.isOwn()) {
      return new Standing(
          node, usage, via, Review.OWN, inference, declared, authored != null, null, none(),
          Authority.OWN, declared, input.application);
    }
    Settings.Granted rights = input.rights.apply(node.id());
    Judgement judgement = hold(input, node, usage, inference, declared, authored != null);
    // a grant names an identity; one that only the package itself claims is none
    SortedSet<Capability> allowed = node.kind() == PackageNode.Kind.UNLOCKED ? none() : rights.allow();
    Realm realm = node.kind() == PackageNode.Kind.UNLOCKED || rights.realm() == null ? judgement.base.realm() : rights.realm();
    Declaration effective = new Declaration(union(judgement.base.capabilities(), allowed), realm);
    SortedSet<Capability> growth = new TreeSet<>(effective.missing(judgement.growth));
    growth.removeIf(rights::denies);
    Review review = judgement.review == Review.GROWN && growth.isEmpty() ? Review.CHANGED : judgement.review;
    return new Standing(
        node, usage, via, review, inference, declared, authored != null, judgement.baselineId, growth,
        judgement.full ? Authority.FULL : Authority.DECLARED, effective, rights.deny());
  }

  private record Judgement(
      Review review, Declaration base, SortedSet<Capability> growth, boolean full, @Nullable PackageId baselineId) {}

  private static Judgement hold(
      Input input, PackageNode node, PackageUsage usage, Inference inference, Declaration declared, boolean authored) {
    SortedSet<Capability> wanted = union(inference.evidence().keySet(), declared.capabilities());
    boolean full = input.undeclared == Undeclared.ALLOW;
    if (node.kind() == PackageNode.Kind.UNLOCKED) {
      // an identity that only the package's own package.json claims is no identity: no baseline applies
      return new Judgement(Review.UNLOCKED, Declaration.NOTHING, wanted, full, null);
    }
    Optional<ReviewedLock.Entry> exact = Optional.ofNullable(input.baseline.packages().get(node.id()));
    if (exact.isPresent() && isReviewed(exact.get(), node, usage)) {
      Declaration base =
          exact.get() instanceof ReviewedLock.Reviewed reviewed ? reviewed.declaration() : platform(declared);
      return new Judgement(Review.REVIEWED, base, none(), false, node.id());
    }
    Optional<ReviewedLock.Baseline> nearest = input.baseline.baseline(node.id());
    if (nearest.isPresent()) {
      Declaration base =
          nearest.get().entry() instanceof ReviewedLock.Reviewed reviewed ? reviewed.declaration() : Declaration.NOTHING;
      return new Judgement(Review.GROWN, base, base.missing(wanted), false, nearest.get().id());
    }
    Declaration base =
        switch (input.undeclared) {
          case NONE -> Declaration.NOTHING;
          case SAFE, ALLOW -> input.undeclared == Undeclared.SAFE ? safe(declared) : declared;
        };
    return new Judgement(Review.UNREVIEWED, base, wanted, full && !authored, null);
  }

  private static boolean isReviewed(ReviewedLock.Entry entry, PackageNode node, PackageUsage usage) {
    return switch (entry) {
      case ReviewedLock.Reviewed reviewed -> reviewed.digest().equals(usage.digest());
      // what a platform-bound tarball holds was never analysed here: npm checked its integrity
      case ReviewedLock.PlatformBound bound -> bound.integrity().equals(node.integrity());
    };
  }

  /// A platform-bound package carries a binary for another package: it may load it and name what it
  /// lists, nothing more, whatever its JavaScript wants.
  private static Declaration platform(Declaration declared) {
    SortedSet<Capability> kept = new TreeSet<>(declared.capabilities());
    kept.removeIf(c -> !(c instanceof Capability.Dependency));
    kept.add(new Capability.Native());
    return new Declaration(kept, Realm.FROZEN);
  }

  private static Declaration safe(Declaration declared) {
    SortedSet<Capability> kept = new TreeSet<>(declared.capabilities());
    kept.removeIf(Builtins.get()::isDangerous);
    return new Declaration(kept, declared.realm());
  }

  private static Declaration withListed(Declaration authored, PackageNode node) {
    if (authored.capabilities().stream().anyMatch(Capability.Dependency.class::isInstance)) {
      return authored;
    }
    SortedSet<Capability> all = new TreeSet<>(authored.capabilities());
    node.requested().keySet().forEach(name -> all.add(new Capability.Dependency(name)));
    return new Declaration(all, authored.realm());
  }

  private static PackageUsage usage(Input input, PackageNode node) {
    PackageUsage usage = input.usage.get(node.location());
    if (usage == null) {
      throw new IllegalStateException("no usage of `" + node.location() + "`");
    }
    return usage;
  }

  private static SortedSet<Capability> union(Iterable<Capability> a, Iterable<Capability> b) {
    SortedSet<Capability> all = new TreeSet<>();
    a.forEach(all::add);
    b.forEach(all::add);
    return all;
  }

  private static SortedSet<Capability> none() {
    return Collections.emptySortedSet();
  }
}
