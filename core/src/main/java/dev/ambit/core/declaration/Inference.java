package dev.ambit.core.declaration;

import dev.ambit.core.capability.Additions;
import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.Patches;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.Evidence;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.Mark;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.Position;
import dev.ambit.core.usage.Specifier;
import dev.ambit.core.usage.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// From what analysis saw in a package to what the package wants, each with its evidence. Existence
/// checks of dangerous globals such as `typeof fetch` want nothing.
///
/// @param evidence every capability wanted, dependencies included, to its sightings in order of file and place
/// @param unparsed files that could not be analysed: what they want is unknown
/// @param realm which primordials it needs
/// @param replaced the members that it replaces, for itself alone unless `ambit.json` says otherwise: no declaration has them,
///     for nearly all that do so mean a polyfill or their own view
public record Inference(
    SortedMap<Capability, List<Evidence>> evidence,
    List<Evidence> unparsed,
    Realm realm,
    SortedMap<Capability.Patch, List<Evidence>> replaced) {

  /// The name whose grant lets the application's files see what the package puts on its global object.
  public static final Capability.Global GIVES_GLOBALS = new Capability.Global("globalThis");

  /// Whether a file handles the global object, and so may give names to others.
  public static boolean handlesGlobal(FileUsage file) {
    return file.free().contains("global") || file.free().contains("globalThis")
        || file.marks().stream().anyMatch(m -> m.kind() == Mark.Kind.GLOBAL_WRITE);
  }

  /// With one more capability.
  public Inference with(Capability capability, Evidence place) {
    SortedMap<Capability, List<Evidence>> more = new TreeMap<>(evidence);
    more.computeIfAbsent(capability, _ -> List.of(place));
    return new Inference(Collections.unmodifiableSortedMap(more), unparsed, realm, replaced);
  }

  /// What the package's own files want.
  ///
  /// @param node the package
  /// @param usage of its files
  /// @param files those of them that count, see [Reachable]
  /// @param tree where undeclared names may still resolve (hoisted packages that no package.json lists)
  public static Inference of(PackageNode node, PackageUsage usage, Set<String> files, PackageTree tree) {
    SortedMap<Capability, List<Evidence>> evidence = new TreeMap<>();
    List<Evidence> unparsed = new ArrayList<>();
    SortedMap<Capability.Patch, List<Evidence>> replaced = new TreeMap<>();
    boolean replaces = false;
    boolean modules = false;
    Unknown unknown = new Unknown();
    for (Map.Entry<String, PackageUsage.File> file : usage.files().entrySet()) {
      if (!files.contains(file.getKey())) {
        continue;
      }
      var seen = file.getValue().usage();
      if (seen.error() != null) {
        unparsed.add(new Evidence(file.getKey(), seen.error().position()));
        continue;
      }
      replaces |= seen.marks().stream().anyMatch(mark -> mark.kind() == Mark.Kind.PRIMORDIAL_REPLACED);
      modules |= seen.kind() == ModuleKind.ESM;
      for (Mark mark : seen.marks()) {
        if (mark.kind() == Mark.Kind.PRIMORDIAL_WRITE) {
          Evidence place = new Evidence(file.getKey(), mark.position());
          Additions.of(mark.detail()).ifPresent(addition -> add(evidence, addition, place));
        }
        patch(mark)
            .filter(patch -> !node.isOwn())
            .ifPresent(patch -> replaced.computeIfAbsent(patch, _ -> new ArrayList<>()).add(new Evidence(file.getKey(), mark.position())));
      }
      unknown.note(file.getKey(), seen.marks());
      for (Use use : seen.uses()) {
        if (!use.probe() || wantsProbed(use.capability())) {
          add(evidence, Builtins.get().wholeIfHarmless(use.capability()), new Evidence(file.getKey(), use.position()));
        }
      }
      if (!node.isOwn() && seen.loadsComputed()) {
        add(evidence, Capability.Dependency.DEPENDENTS, new Evidence(file.getKey(), computed(seen)));
      }
      for (Specifier specifier : seen.specifiers()) {
        String name = packageName(specifier.text());
        if (name != null && isDependency(node, tree, name)) {
          add(evidence, new Capability.Dependency(name), new Evidence(file.getKey(), specifier.position()));
        }
      }
    }
    unknown.addTo(evidence);
    // which of its addons it loads is for a helper to say (node-gyp-build, bindings)
    usage.files().forEach(
        (name, file) -> {
          if (!node.isOwn() && file.usage().kind() == ModuleKind.NATIVE) {
            add(evidence, new Capability.Native(), new Evidence(name, new Position(1, 1)));
          }
        });
    for (String name : node.requested().keySet()) {
      evidence.computeIfAbsent(new Capability.Dependency(name), n -> List.of(PACKAGE_JSON));
    }
    // Most writes to primordials are polyfills that ask first, and do nothing on the supported lines. A file that
    // replaces a member without asking cannot run with frozen ones. ES modules have no other realm to run in.
    Realm realm = replaces && !modules && !node.isOwn() ? Realm.OWN : Realm.FROZEN;
    return new Inference(
        Collections.unmodifiableSortedMap(evidence), List.copyOf(unparsed), realm,
        Collections.unmodifiableSortedMap(replaced));
  }

  /// Whether to ask for its existence is to want it. A builtin has to be required before its members can be probed. Of
  /// the globals those that cannot do harm: what asks `typeof navigator` goes another way where there is none, though it
  /// never uses it. What asks for `fetch` and has no use of it gets no way to the network.
  private static boolean wantsProbed(Capability capability) {
    return switch (capability) {
      case Capability.Builtin _ -> true;
      case Capability.Global global ->
          Builtins.get().isPowerfulGlobal(global.path())
              && !global.path().equals("process")
              && !Builtins.get().isDangerous(global);
      case Capability.Dependency _, Capability.Native _, Capability.Patch _ -> false;
    };
  }

  /// Members of what no file knows, of all files together: where one hands the global object on, or `process`, any of
  /// the others may have it.
  private static final class Unknown {
    private static final String OF_GLOBAL = "globalThis.";
    private final SortedMap<String, List<Evidence>> members = new TreeMap<>();
    private boolean handedOn;

    void note(String file, List<Mark> marks) {
      for (Mark mark : marks) {
        handedOn |= mark.kind() == Mark.Kind.GLOBAL_HANDED_ON;
        if (mark.kind() == Mark.Kind.UNKNOWN_MEMBER) {
          members.computeIfAbsent(mark.detail(), _ -> new ArrayList<>()).add(new Evidence(file, mark.position()));
        }
      }
    }

    void addTo(SortedMap<Capability, List<Evidence>> evidence) {
      boolean process = evidence.containsKey(new Capability.Global("process"));
      members.forEach(
          (path, places) -> {
            boolean ofGlobal = path.startsWith(OF_GLOBAL);
            if (ofGlobal ? handedOn : process) {
              Capability wanted = new Capability.Global(ofGlobal ? path.substring(OF_GLOBAL.length()) : path);
              places.forEach(place -> add(evidence, wanted, place));
            }
          });
    }
  }

  private static Optional<Capability.Patch> patch(Mark mark) {
    Optional<Capability> target =
        switch (mark.kind()) {
          case GLOBAL_WRITE -> Optional.of(new Capability.Global(mark.detail()));
          case MEMBER_WRITE -> Optional.of(Capability.parse(mark.detail()));
          default -> Optional.empty();
        };
    return target.map(Capability.Patch::new).filter(Patches.all()::contains);
  }

  /// Where a file first loads something whose name is computed.
  private static Position computed(FileUsage seen) {
    Stream<Position> specifiers = seen.specifiers().stream().filter(Specifier::isDynamic).map(Specifier::position);
    Stream<Position> marks =
        seen.marks().stream().filter(m -> m.kind() == Mark.Kind.DYNAMIC_SPECIFIER).map(Mark::position);
    return Stream.concat(specifiers, marks).findFirst().orElseThrow();
  }

  private static final Evidence PACKAGE_JSON =
      new Evidence("package.json", new Position(1, 1));

  /// The wanted capabilities as a declaration.
  public Declaration declaration() {
    return new Declaration(new TreeSet<>(evidence.keySet()), realm).minimal();
  }

  /// The name of the package that a bare specifier asks for, or null for relative, absolute, `#internal`,
  /// URL and builtin specifiers.
  static @Nullable String packageName(String specifier) {
    if (specifier.isEmpty() || specifier.startsWith(".") || specifier.startsWith("/") || specifier.startsWith("#")) {
      return null;
    }
    if (specifier.contains(":") || Builtins.get().module(specifier).isPresent()) {
      return null;
    }
    int slash = specifier.indexOf('/');
    if (specifier.startsWith("@")) {
      if (slash < 0) {
        return null;
      }
      slash = specifier.indexOf('/', slash + 1);
    }
    return slash < 0 ? specifier : specifier.substring(0, slash);
  }

  /// What a package asks of others by path: by package name, `lib/a` for `require('x/lib/a')`.
  public static Map<String, Set<String>> deepRequests(PackageUsage usage) {
    Map<String, Set<String>> requests = new TreeMap<>();
    for (PackageUsage.File file : usage.files().values()) {
      for (Specifier specifier : file.usage().specifiers()) {
        String name = packageName(specifier.text());
        if (name != null && specifier.text().length() > name.length() + 1) {
          requests.computeIfAbsent(name, n -> new TreeSet<>()).add(specifier.text().substring(name.length() + 1));
        }
      }
    }
    return requests;
  }

  private static boolean isDependency(PackageNode node, PackageTree tree, String name) {
    if (node.requested().containsKey(name)) {
      return true;
    }
    // a package may require itself by name; what resolves nowhere is an optional extra that is not there
    return !name.equals(node.id().name()) && tree.resolve(node, name).isPresent();
  }

  private static void add(SortedMap<Capability, List<Evidence>> evidence, Capability capability, Evidence place) {
    evidence.computeIfAbsent(capability, c -> new ArrayList<>()).add(place);
  }
}
