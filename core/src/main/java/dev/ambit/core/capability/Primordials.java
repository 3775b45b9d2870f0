package dev.ambit.core.capability;

import dev.ambit.core.json.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The members of the language that every supported line of Node has, from `spec/builtins/primordials.json`.
public final class Primordials {
  private static final Set<String> MEMBERS = members();

  private Primordials() {}

  private static Set<String> members() {
    Set<String> members = new HashSet<>();
    JsonNode objects = Json.resource("/dev/ambit/spec/builtins/primordials.json").path("members");
    for (Map.Entry<String, JsonNode> object : objects.properties()) {
      object.getValue().forEach(name -> members.add(object.getKey() + "." + name.stringValue()));
    }
    return Set.copyOf(members);
  }

  /// Whether every line has it.
  ///
  /// @param path as `Array.prototype.map`
  public static boolean exist(String path) {
    return MEMBERS.contains(path);
  }
}
