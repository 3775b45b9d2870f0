package dev.ambit.core.policy;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Declaration;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.settings.Settings;
import dev.ambit.core.settings.Undeclared;
import dev.ambit.core.tree.PackageId;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.Mark;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.Position;
import dev.ambit.core.usage.Specifier;
import dev.ambit.core.usage.Use;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Small trees for tests: an application and packages with one file each.
final class Trees {
  private final SortedMap<String, PackageNode> nodes = new TreeMap<>();
  private final SortedMap<String, PackageUsage> usage = new TreeMap<>();
  private final Map<String, Declaration> authored = new HashMap<>();
  private SortedSet<Capability> denied = new TreeSet<>();
  private SortedSet<Capability> allowed = new TreeSet<>();

  Trees() {
    add("", PackageNode.Kind.ROOT, PackageId.parse("app@1.0.0"), Map.of(), "process");
  }

  /// A locked package at `node_modules/NAME` whose file uses the capabilities; `dependency:x` becomes a require,
  /// `globalThis?.x` a member of an unknown value.
  Trees with(String id, String... uses) {
    PackageId parsed = PackageId.parse(id);
    add("node_modules/" + parsed.name(), PackageNode.Kind.LOCKED, parsed, Map.of(), uses);
    return this;
  }

  /// The application's file uses these.
  Trees application(String... uses) {
    add("", PackageNode.Kind.ROOT, PackageId.parse("app@1.0.0"), Map.of(), uses);
    return this;
  }

  Trees unlocked(String id, String... uses) {
    PackageId parsed = PackageId.parse(id);
    add("node_modules/" + parsed.name(), PackageNode.Kind.UNLOCKED, parsed, Map.of(), uses);
    return this;
  }

  Trees authored(String name, String... capabilities) {
    authored.put("node_modules/" + name, new Declaration(set(capabilities), dev.ambit.core.declaration.Realm.FROZEN));
    return this;
  }

  Trees denying(String... capabilities) {
    denied = set(capabilities);
    return this;
  }

  Trees allowing(String... capabilities) {
    allowed = set(capabilities);
    return this;
  }

  /// The package's package.json lists the names.
  Trees listing(String name, String... dependencies) {
    String location = "node_modules/" + name;
    PackageNode node = Objects.requireNonNull(nodes.get(location));
    SortedMap<String, String> requested = new TreeMap<>();
    SortedMap<String, String> edges = new TreeMap<>();
    for (String dependency : dependencies) {
      requested.put(dependency, "*");
      if (nodes.containsKey("node_modules/" + dependency)) {
        edges.put(dependency, "node_modules/" + dependency);
      }
    }
    nodes.put(location, new PackageNode(node.id(), location, node.kind(), requested, edges, null, false, false));
    return this;
  }

  /// The lock file limits the package to a platform.
  Trees platformBound(String name) {
    PackageNode node = Objects.requireNonNull(nodes.get("node_modules/" + name));
    nodes.put(
        node.location(),
        new PackageNode(node.id(), node.location(), node.kind(), node.requested(), node.dependencies(), null, false, true));
    return this;
  }

  private void add(String location, PackageNode.Kind kind, PackageId id, Map<String, String> requested, String... uses) {
    nodes.put(
        location, new PackageNode(id, location, kind, new TreeMap<>(requested), new TreeMap<>(), null, false, false));
    List<Use> seen = new ArrayList<>();
    List<Specifier> specifiers = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    SortedSet<String> free = new TreeSet<>();
    for (int i = 0; i < uses.length; i++) {
      Position position = new Position(i + 1, 1);
      if (uses[i].contains("?.")) {
        marks.add(new Mark(Mark.Kind.UNKNOWN_MEMBER, uses[i].replace("?.", "."), position));
        continue;
      }
      if (uses[i].equals("handing on globalThis")) {
        marks.add(new Mark(Mark.Kind.GLOBAL_HANDED_ON, "globalThis", position));
        continue;
      }
      if (uses[i].startsWith("replacing ")) {
        marks.add(new Mark(Mark.Kind.GLOBAL_WRITE, uses[i].substring("replacing ".length()), position));
        continue;
      }
      if (uses[i].startsWith("naming ")) {
        free.add(uses[i].substring("naming ".length()));
        continue;
      }
      boolean probe = uses[i].startsWith("typeof ");
      Capability capability = Capability.parse(probe ? uses[i].substring("typeof ".length()) : uses[i]);
      if (capability instanceof Capability.Dependency(String name)) {
        specifiers.add(new Specifier(capability.equals(Capability.Dependency.DEPENDENTS) ? "" : name, Specifier.Form.REQUIRE, position));
      } else {
        seen.add(new Use(capability, position, probe));
      }
    }
    FileUsage file =
        new FileUsage(
            ModuleKind.COMMONJS, false, seen, specifiers, free, new TreeSet<>(), new TreeSet<>(), marks, null);
    String digest = digest(String.join(",", uses));
    usage.put(
        location, new PackageUsage(location, new TreeMap<>(Map.of("index.js", new PackageUsage.File(digest, file))), "sha256-" + digest));
  }

  Assessment assess(ReviewedLock baseline, Undeclared undeclared) {
    PackageTree tree = new PackageTree(Path.of("/project"), nodes, new TreeMap<>(), List.of());
    return Assessment.of(
        new Assessment.Input(
            tree, usage, Map.of(), authored, baseline, id -> new Settings.Granted(allowed, denied, null), new TreeSet<>(), undeclared));
  }

  /// What `init` would write down for this tree.
  ReviewedLock reviewed() {
    return Baseline.of(assess(ReviewedLock.EMPTY, Undeclared.NONE));
  }

  static SortedSet<Capability> set(String... capabilities) {
    SortedSet<Capability> set = new TreeSet<>();
    for (String capability : capabilities) {
      set.add(Capability.parse(capability));
    }
    return set;
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
