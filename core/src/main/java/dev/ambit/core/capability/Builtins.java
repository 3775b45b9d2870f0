package dev.ambit.core.capability;

import dev.ambit.core.json.Json;
import dev.ambit.core.json.Nearest;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What `spec/builtins/` knows of Node's builtin modules and of the names on its global object, the
/// union over the supported lines.
public final class Builtins {
  private record Module(
      boolean prefixOnly, Set<Effect> effects, Map<String, Set<Effect>> members, Set<String> doors, @Nullable Closed closed) {}

  /// Members of a module that no grant gives to any package; all of them and the module itself when there are none.
  private record Closed(String why, Set<String> members) {
    boolean holds(@Nullable String member) {
      return members.isEmpty() || (member != null && members.contains(member));
    }
  }

  private final Map<String, Module> modules = new HashMap<>();
  private final Set<String> harmlessModules = new HashSet<>();
  private final Set<String> intrinsics = new HashSet<>();
  private final Set<String> harmless = new HashSet<>();
  private final Set<String> own = new HashSet<>();
  private final Map<String, Set<Effect>> powerful = new HashMap<>();
  private final Map<String, Set<Effect>> settings = new HashMap<>();
  private final Set<String> harmlessProcess = new HashSet<>();
  private final Set<String> processDoors = new HashSet<>();
  private final Map<String, Set<Effect>> processMembers = new HashMap<>();

  private static final class Holder {
    static final Builtins INSTANCE = new Builtins();
  }

  /// The knowledge shipped with this version.
  public static Builtins get() {
    return Holder.INSTANCE;
  }

  private Builtins() {
    JsonNode moduleNode = Json.resource("/dev/ambit/spec/builtins/modules.json").path("modules");
    for (Map.Entry<String, JsonNode> module : moduleNode.properties()) {
      Map<String, Set<Effect>> members = new HashMap<>();
      module.getValue().path("members").properties().forEach(m -> members.put(m.getKey(), effects(m.getValue())));
      modules.put(
          module.getKey(),
          new Module(
              module.getValue().path("prefixOnly").asBoolean(false),
              effects(module.getValue().path("effects")),
              Map.copyOf(members),
              names(module.getValue().path("doors")),
              closed(module.getValue().path("closed"))));
    }
    modules.keySet().stream().filter(this::hasNoEffect).forEach(harmlessModules::add);
    JsonNode globals = Json.resource("/dev/ambit/spec/builtins/globals.json");
    globals.path("intrinsics").forEach(n -> intrinsics.add(n.stringValue()));
    globals.path("harmless").forEach(n -> harmless.add(n.stringValue()));
    globals.path("own").forEach(n -> own.add(n.stringValue()));
    globals.path("powerful").properties().forEach(e -> powerful.put(e.getKey(), effects(e.getValue())));
    globals.path("settings").properties().forEach(e -> settings.put(e.getKey(), effects(e.getValue())));
    JsonNode process = globals.path("process");
    process.path("harmless").forEach(n -> harmlessProcess.add(n.stringValue()));
    processDoors.addAll(names(process.path("doors")));
    process.path("members").properties().forEach(e -> processMembers.put(e.getKey(), effects(e.getValue())));
  }

  private static Set<Effect> effects(JsonNode words) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    words.forEach(word -> effects.add(Effect.of(word.stringValue())));
    return effects;
  }

  private static @Nullable Closed closed(JsonNode closed) {
    return closed.isMissingNode() ? null : new Closed(closed.path("why").stringValue(), names(closed.path("members")));
  }

  private static Set<String> names(JsonNode texts) {
    Set<String> names = new HashSet<>();
    texts.forEach(text -> names.add(text.stringValue()));
    return Set.copyOf(names);
  }

  /// Whether the name, without `node:`, is a builtin module on any supported line, `process` included.
  public boolean isModule(String name) {
    return modules.containsKey(name) || name.equals("process");
  }

  /// The module that a specifier names, if it names a builtin: `node:fs` and `fs` are `fs`; `sqlite` is
  /// none, for Node wants `node:sqlite`; letters count, `FS` is none.
  public Optional<String> module(String specifier) {
    if (specifier.startsWith("node:")) {
      String name = specifier.substring("node:".length());
      return isModule(name) ? Optional.of(name) : Optional.empty();
    }
    Module module = modules.get(specifier);
    return specifier.equals("process") || (module != null && !module.prefixOnly)
        ? Optional.of(specifier)
        : Optional.empty();
  }

  /// The known members of a module; empty for an unknown one.
  public SortedSet<String> members(String module) {
    Module known = modules.get(module);
    return known == null ? new TreeSet<>() : new TreeSet<>(known.members.keySet());
  }

  /// Whether the language itself defines the name, `Array` for example.
  public boolean isIntrinsic(String global) {
    return intrinsics.contains(global);
  }

  /// Whether any supported line has the name on its global object, by some flag at least.
  public boolean isGlobal(String name) {
    return isIntrinsic(name) || isHarmlessGlobal(name) || isOwnGlobal(name) || isPowerfulGlobal(name);
  }

  /// Every capability that the files know, in text order: modules, their members, globals, members of
  /// `process`.
  public SortedSet<Capability> all() {
    SortedSet<Capability> all = new TreeSet<>();
    modules.forEach(
        (name, module) -> {
          all.add(new Capability.Builtin(name, null));
          module.members.keySet().forEach(member -> all.add(Capability.builtin(name, member)));
        });
    Stream.of(intrinsics, harmless, own, powerful.keySet(), settings.keySet())
        .flatMap(Set::stream)
        .forEach(name -> all.add(new Capability.Global(name)));
    Stream.of(harmlessProcess, processMembers.keySet())
        .flatMap(Set::stream)
        .forEach(name -> all.add(new Capability.Global("process." + name)));
    return all;
  }

  /// Whether the name is a host global that needs no listing, `console` for example.
  public boolean isHarmlessGlobal(String global) {
    return harmless.contains(global);
  }

  /// Whether each package gets an object of its own under this name: `globalThis`, `global`.
  public boolean isOwnGlobal(String global) {
    return own.contains(global);
  }

  /// Whether the name is a capability, `fetch` for example.
  public boolean isPowerfulGlobal(String global) {
    return powerful.containsKey(global);
  }

  /// Whether the path, `Error.prepareStackTrace` for example, is a setting of the language that one package
  /// makes for others, and so a capability.
  public boolean isSetting(String path) {
    return settings.containsKey(path);
  }

  /// Whether the member of `process` needs no listing, `platform` for example.
  public boolean isHarmlessProcessMember(String member) {
    return harmlessProcess.contains(member);
  }

  /// Whether the capability is a member that leads out of every view, or changes or watches what all packages do:
  /// it is given by its own name, never by `process` or the whole builtin.
  public boolean isDoor(Capability capability) {
    return switch (capability) {
      case Capability.Builtin(String module, String member) -> {
        Module known = modules.get(module);
        yield known != null && member != null && known.doors.contains(member);
      }
      case Capability.Global(String path) ->
          path.startsWith("process.") && processDoors.contains(path.substring("process.".length()));
      case Capability.Dependency _, Capability.Native _, Capability.Patch _ -> false;
    };
  }

  /// What the capability can do; empty for harmless and for unknown things.
  public Set<Effect> effects(Capability capability) {
    return switch (capability) {
      case Capability.Builtin(String module, String member) -> {
        Module known = modules.get(module);
        yield known == null
            ? Set.of()
            : member == null ? known.effects : known.members.getOrDefault(member, known.effects);
      }
      case Capability.Global global -> globalEffects(global);
      case Capability.Dependency dependency -> Set.of();
      case Capability.Native nativeCode -> EnumSet.of(Effect.NATIVE);
      // it is handed the arguments of everybody's calls, and answers them
      case Capability.Patch _ -> EnumSet.of(Effect.INSPECT, Effect.PROCESS);
    };
  }

  private Set<Effect> globalEffects(Capability.Global global) {
    if (global.path().equals("process")) {
      return EnumSet.of(Effect.PROCESS, Effect.ENV, Effect.NATIVE, Effect.EXEC);
    }
    if (global.head().equals("process")) {
      String[] segments = global.path().split("\\.", -1);
      return processMembers.getOrDefault(segments[1], Set.of());
    }
    if (Additions.exist(global.path())) {
      return EnumSet.of(Effect.PROCESS);
    }
    Set<Effect> setting = settings.get(global.path());
    return setting == null ? powerful.getOrDefault(global.head(), Set.of()) : setting;
  }

  /// The whole builtin instead of a member, where nothing in the builtin has an effect (`events`, `path`,
  /// `stream`): to list members would be noise, and would miss `EventEmitter.once` for `events.once`.
  public Capability wholeIfHarmless(Capability capability) {
    if (!(capability instanceof Capability.Builtin(String module, String member)) || member == null) {
      return capability;
    }
    Capability.Builtin whole = new Capability.Builtin(module, null);
    return harmlessModules.contains(module) ? whole : capability;
  }

  /// Whether neither the module nor one below it has an effect, for a grant of it covers those too.
  private boolean hasNoEffect(String module) {
    return modules.entrySet().stream()
        .filter(m -> m.getKey().equals(module) || m.getKey().startsWith(module + "/"))
        .allMatch(m -> m.getValue().effects.isEmpty() && m.getValue().members.values().stream().allMatch(Set::isEmpty));
  }

  /// Whether any of its effects asks for a person's look, see [Effect#isDangerous()].
  public boolean isDangerous(Capability capability) {
    return effects(capability).stream().anyMatch(Effect::isDangerous);
  }

  /// Returns when the capability names something that exists on a supported line.
  ///
  /// @throws UnknownCapabilityException with the nearest existing name
  public void check(Capability capability) {
    switch (capability) {
      case Capability.Builtin(String module, String member) -> {
        Module known = modules.get(module);
        if (known == null) {
          throw new UnknownCapabilityException(capability, nearest(module, modules.keySet()));
        }
        if (member != null && !known.members.containsKey(member)) {
          String near = nearest(member, known.members.keySet());
          throw new UnknownCapabilityException(capability, near == null ? null : module + "." + near);
        }
      }
      case Capability.Global global -> checkGlobal(global);
      case Capability.Dependency dependency -> {}
      case Capability.Native nativeCode -> {}
      case Capability.Patch(Capability target) -> checkPatched(target);
    }
  }

  private void checkPatched(Capability target) {
    try {
      check(target);
    } catch (UnknownCapabilityException e) {
      String near = e.nearest();
      String text = near == null ? null : new Capability.Patch(Capability.parse(near)).text();
      throw new UnknownCapabilityException(new Capability.Patch(target), text);
    }
  }

  /// Returns when a grant of the capability could have an effect.
  ///
  /// @throws ClosedCapabilityException when no package can ever have it, with the reason
  public void checkGrantable(Capability capability) {
    if (capability instanceof Capability.Builtin(String module, String member)) {
      Module known = modules.get(module);
      if (known != null && known.closed != null && known.closed.holds(member)) {
        throw new ClosedCapabilityException(capability, known.closed.why);
      }
    }
    if (capability instanceof Capability.Patch(Capability target) && Patches.all().stream().noneMatch(capability::covers)) {
      throw new ClosedCapabilityException(capability, Patches.reason(target));
    }
  }

  private void checkGlobal(Capability.Global global) {
    String head = global.head();
    if (head.equals("process")) {
      String[] segments = global.path().split("\\.", -1);
      if (segments.length == 1) {
        return;
      }
      Set<String> members = new HashSet<>(processMembers.keySet());
      members.addAll(harmlessProcess);
      boolean deep = segments.length > (segments[1].equals("env") ? 3 : 2);
      if (!members.contains(segments[1]) || deep || segments[segments.length - 1].isEmpty()) {
        String near = members.contains(segments[1]) ? segments[1] : nearest(segments[1], members);
        String variable = segments.length > 2 && "env".equals(near) && !segments[2].isEmpty() ? "." + segments[2] : "";
        throw new UnknownCapabilityException(global, near == null ? null : "process." + near + variable);
      }
      return;
    }
    if (isSetting(global.path()) || Additions.exist(global.path())) {
      return;
    }
    boolean known = isGlobal(head);
    if (!known || global.path().contains(".")) {
      Set<String> names = new HashSet<>(powerful.keySet());
      names.addAll(modules.keySet());
      String near = known ? head : nearest(head, names);
      throw new UnknownCapabilityException(global, near);
    }
  }

  /// As [Nearest#of(String, Collection)].
  public static @Nullable String nearest(String word, Collection<String> candidates) {
    return Nearest.of(word, candidates);
  }
}
