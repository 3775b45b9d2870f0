package dev.ambit.core.tree;

import dev.ambit.core.tree.InstalledPackages.Found;
import dev.ambit.core.tree.InstalledPackages.Link;
import dev.ambit.core.tree.InstalledPackages.Shape;
import dev.ambit.core.tree.PackageNode.Kind;
import dev.ambit.core.tree.PackageTree.LockedPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Puts together what the lock file says and what lies in the folders.
final class TreeAssembly {
  private final Path root;
  private final Platform platform;
  private final LockFile lock;
  private final InstalledPackages installed;
  private final PackageNode application;
  private final Disagreements disagreements;
  private final SortedMap<String, PackageNode> nodes = new TreeMap<>();
  private final SortedMap<String, String> links = new TreeMap<>();
  private final Set<String> present = new HashSet<>();
  private final Set<String> askedOutside = new HashSet<>();

  TreeAssembly(Path root, Platform platform, PackageJson json, LockFile lock, InstalledPackages installed) {
    this.root = root;
    this.platform = platform;
    this.lock = lock;
    this.installed = installed;
    this.disagreements = new Disagreements(lock.file());
    LockEntry entry = lock.entries().get("");
    String name = PackageNames.name(lock.name(), PackageNames.name(json.name(), LockFile.UNNAMED));
    String version = entry != null && entry.version() != null ? entry.version() : json.version();
    this.application =
        node(new PackageId(name, PackageNames.version(version)), "", Kind.ROOT, json, entry);
  }

  PackageTree assemble() throws TreeException {
    nodes.put("", application);
    askOutside();
    installed.found().values().forEach(this::addFound);
    installed.links().values().forEach(this::addLockedLink);
    // only now all nodes are known that an unlisted link may lead into
    installed.links().values().forEach(this::addOtherLink);
    addMissing();
    nodes.replaceAll((location, node) -> node.withDependencies(edges(node)));
    SortedMap<PackageId, LockedPackage> locked = LockedPackages.collect(lock, this::isOwn, disagreements);
    PackageTree tree = new PackageTree(root, nodes, links, locked, List.of());
    return new PackageTree(root, nodes, links, locked, disagreements.findings(DependencyPaths.via(tree)));
  }

  /// The folders outside of the project that the user's own packages link to. A link that only a
  /// third-party package wants does not make what it leads to the user's code.
  private void askOutside() {
    askOutside("", application.requested().keySet());
    for (Found found : installed.found().values()) {
      if (isOwnPlace(found) && !Locations.isOutside(found.location())) {
        askOutside(found.key(), found.json().requested(true).keySet());
      }
    }
  }

  private void askOutside(String from, Set<String> names) {
    for (String name : names) {
      String at = Locations.find(from, name, lock.entries().keySet(), Map.of());
      LockEntry entry = at == null ? null : lock.entries().get(at);
      if (entry != null && entry.link() != null) {
        askedOutside.add(installed.realLocation(entry.link()));
      }
    }
  }

  private boolean isOwnPlace(Found found) {
    LockEntry entry = lock.entries().get(found.key());
    return entry != null
        && entry.isFolder()
        && !Locations.isBelowNodeModules(found.location())
        && !Locations.isBelowNodeModules(found.key())
        && (!Locations.isOutside(found.location()) || askedOutside.contains(found.location()));
  }

  private void addFound(Found found) {
    present.add(found.key());
    LockEntry entry = lock.entries().get(found.key());
    if (entry != null && isOwnPlace(found)) {
      nodes.put(found.location(), node(entry.id(), found.location(), Kind.WORKSPACE, found.json(), entry));
      if (found.shape() != Shape.PACKAGE) {
        disagreements.unreadablePackageJson(entry.id(), found.location(), "there is no such file", 0, 0);
      } else {
        reportUnreadable(found, entry.id());
      }
    } else if (found.shape() == Shape.PACKAGE && entry != null && entry.link() == null) {
      nodes.put(found.location(), node(entry.id(), found.location(), Kind.LOCKED, found.json(), entry));
      confirm(found, entry);
    } else {
      addUnlocked(found, entry);
    }
  }

  private void addUnlocked(Found found, @Nullable LockEntry entry) {
    PackageId id = claimedId(found);
    nodes.put(found.location(), node(id, found.location(), Kind.UNLOCKED, found.json(), null));
    if (found.shape() != Shape.PACKAGE) {
      disagreements.notAPackage(id, found.location(), found.shape() == Shape.FOLDER);
    } else if (entry != null && entry.link() != null) {
      disagreements.folderForLink(id, found.location(), entry.link());
    } else {
      disagreements.notLocked(id, found.location());
    }
    reportUnreadable(found, id);
  }

  private void confirm(Found found, LockEntry entry) {
    reportUnreadable(found, entry.id());
    String name = found.json().name();
    if (name != null && !name.equals(entry.name())) {
      disagreements.otherName(entry.id(), found.location(), name);
    }
    String version = found.json().version();
    String locked = entry.version();
    if (version != null && locked != null && !PackageNames.sameVersion(version, locked)) {
      disagreements.otherVersion(entry.id(), found.location(), version);
    }
  }

  private void reportUnreadable(Found found, PackageId id) {
    if (found.problem() != null) {
      disagreements.unreadablePackageJson(id, found.location(), found.problem(), found.line(), found.column());
    }
  }

  private boolean isAsLocked(Link link) {
    LockEntry entry = lock.entries().get(link.key());
    return entry != null && entry.link() != null && installed.realLocation(entry.link()).equals(link.target());
  }

  private void addLockedLink(Link link) {
    String target = link.target();
    if (target != null && isAsLocked(link) && nodes.containsKey(target)) {
      links.put(link.location(), target);
      present.add(link.key());
    }
  }

  private void addOtherLink(Link link) {
    if (links.containsKey(link.location())) {
      return;
    }
    String target = link.target();
    PackageId id = new PackageId(nameAt(link.location()), PackageNames.NO_VERSION);
    if (target == null) {
      if (!lock.entries().containsKey(link.key())) {
        disagreements.danglingLink(id, link.location());
      }
      return;
    }
    present.add(link.key());
    boolean outside = Locations.isOutside(target);
    String owner = Locations.owner(target, nodes.keySet());
    if (owner == null) {
      Found found = InstalledPackages.inspect(target, target, link.path());
      id = claimedId(found);
      nodes.put(target, node(id, target, Kind.UNLOCKED, found.json(), null));
      reportUnreadable(found, id);
      owner = target;
    }
    links.put(link.location(), owner);
    if (outside) {
      disagreements.outsideLink(id, link.location(), target);
    } else {
      disagreements.linkNotLocked(id, link.location(), target);
    }
  }

  private void addMissing() throws TreeException {
    boolean development = isInstalled(LockEntry::dev);
    boolean peers = isInstalled(LockEntry::peer);
    boolean folder = Files.isDirectory(root.resolve(Locations.NODE_MODULES));
    for (LockEntry entry : lock.entries().values()) {
      boolean omitted = ((entry.dev() || entry.devOptional()) && !development) || (entry.peer() && !peers);
      boolean wanted = !entry.optional() && !entry.extraneous() && !omitted && platform.suits(entry);
      if (wanted && !isPresent(entry) && !isAroundMissing(entry)) {
        if (!folder && Locations.installedName(entry.location()) != null) {
          throw new TreeException("`" + lock.file() + "` lists packages but there is no `node_modules`", "npm ci");
        }
        disagreements.notInstalled(entry);
      }
    }
  }

  private boolean isPresent(LockEntry entry) {
    return entry.location().isEmpty() || present.contains(entry.location());
  }

  /// Whether any of a group is in node_modules; if not, the group was left out with `npm ci --omit`. Folders
  /// that links lead to are there in any case.
  private boolean isInstalled(Predicate<LockEntry> group) {
    return lock.entries().values().stream().anyMatch(e -> group.test(e) && !e.isFolder() && isPresent(e));
  }

  /// Whether that which it lies in, or leads to, is missing itself: one finding is enough.
  private boolean isAroundMissing(LockEntry entry) {
    LockEntry target = entry.link() == null ? null : lock.entries().get(entry.link());
    if (target != null && !isPresent(target)) {
      return true;
    }
    for (String outer = Locations.parent(entry.location()); outer != null; outer = Locations.parent(outer)) {
      LockEntry around = lock.entries().get(outer);
      if (around != null && !isPresent(around)) {
        return true;
      }
    }
    return false;
  }

  private SortedMap<String, String> edges(PackageNode node) {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : node.requested().keySet()) {
      String bare = Locations.packageName(name);
      String to = name.equals(bare) ? Locations.find(node.location(), name, nodes.keySet(), links) : null;
      if (to != null) {
        found.put(name, to);
      }
    }
    return found;
  }

  /// Whether the entry is the user's own, installed or not.
  private boolean isOwn(LockEntry entry) {
    PackageNode node = nodes.get(installed.realLocation(entry.location()));
    boolean listed = Locations.installedName(entry.location()) != null;
    return entry.link() != null || (!listed && (node == null || node.kind() != Kind.LOCKED));
  }

  private static PackageId claimedId(Found found) {
    String name = PackageNames.name(found.json().name(), nameAt(found.location()));
    return new PackageId(name, PackageNames.version(found.json().version()));
  }

  private static String nameAt(String location) {
    String installed = Locations.installedName(location);
    return PackageNames.name(installed, Locations.folderName(location));
  }

  private static PackageNode node(
      PackageId id, String location, Kind kind, PackageJson json, @Nullable LockEntry entry) {
    boolean own = kind == Kind.ROOT || kind == Kind.WORKSPACE;
    return new PackageNode(
        id,
        location,
        kind,
        json.requested(own),
        new TreeMap<>(),
        own ? json.development() : new TreeSet<>(),
        entry == null ? null : entry.integrity(),
        entry != null && entry.installScripts(),
        entry != null && entry.platformBound());
  }
}
