package dev.ambit.core.capability;

import dev.ambit.core.json.Json;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Which members a package may be granted to replace for everybody who has them, from `spec/builtins/patches.json`.
public final class Patches {
  private static final String GLOBAL = "globalThis";

  private static final SortedSet<Capability.Patch> ALL;
  private static final Map<String, String> CLOSED = new HashMap<>();
  private static final String OTHERWISE;

  static {
    JsonNode patches = Json.resource("/dev/ambit/spec/builtins/patches.json");
    SortedSet<Capability.Patch> all = new TreeSet<>();
    patches.path("members").properties()
        .forEach(of -> of.getValue().forEach(member -> all.add(new Capability.Patch(member(of.getKey(), member.stringValue())))));
    ALL = Collections.unmodifiableSortedSet(all);
    patches.path("closed").properties().forEach(of -> CLOSED.put(of.getKey(), of.getValue().stringValue()));
    OTHERWISE = patches.path("otherwise").stringValue();
  }

  private Patches() {}

  private static Capability member(String of, String name) {
    return switch (of) {
      case GLOBAL -> new Capability.Global(name);
      case "process" -> new Capability.Global("process." + name);
      default -> new Capability.Builtin(of, name);
    };
  }

  /// Each member that can be replaced, one by one.
  public static SortedSet<Capability.Patch> all() {
    return ALL;
  }

  /// Why nobody can replace it for others.
  static String reason(Capability target) {
    String of = switch (target) {
      case Capability.Builtin(String module, var _) -> module;
      case Capability.Global global -> global.head().equals("process") ? "process" : GLOBAL;
      case Capability.Dependency _, Capability.Native _, Capability.Patch _ -> "";
    };
    int slash = of.indexOf('/');
    String above = slash < 0 ? of : of.substring(0, slash);
    return Objects.requireNonNull(CLOSED.getOrDefault(of, CLOSED.getOrDefault(above, OTHERWISE)));
  }
}
