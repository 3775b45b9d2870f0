package dev.ambit.core.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What matters here of a package.json. Fields of the wrong type count as absent, as with npm.
record PackageJson(
    @Nullable String name,
    @Nullable String version,
    Map<String, String> dependencies,
    Map<String, String> optionalDependencies,
    Map<String, String> peerDependencies,
    Map<String, String> devDependencies) {
  /// Stands for one that cannot be read: it claims nothing and asks for nothing.
  static final PackageJson NOTHING = new PackageJson(null, null, Map.of(), Map.of(), Map.of(), Map.of());

  static PackageJson parse(String text) throws MalformedJsonException {
    var fields = new Object() {
      @Nullable String name;
      @Nullable String version;
      final Map<String, Map<String, String>> lists = new TreeMap<>();
      // a peer that only this lists (the databases of sequelize) may be there in any version
      final List<String> optionalPeers = new ArrayList<>();
    };
    JsonCursor.lenient(
        text,
        json ->
            json.object(
                key -> {
                  switch (key) {
                    case "name" -> fields.name = json.stringOrNull();
                    case "version" -> fields.version = json.stringOrNull();
                    case "dependencies", "optionalDependencies", "peerDependencies", "devDependencies" ->
                        fields.lists.put(key, json.namesToStrings());
                    case "peerDependenciesMeta" -> fields.optionalPeers.addAll(json.names());
                    default -> json.skip();
                  }
                }));
    Map<String, String> peers = new TreeMap<>(fields.lists.getOrDefault("peerDependencies", Map.of()));
    fields.optionalPeers.forEach(name -> peers.putIfAbsent(name, "*"));
    return new PackageJson(
        fields.name,
        fields.version,
        fields.lists.getOrDefault("dependencies", Map.of()),
        fields.lists.getOrDefault("optionalDependencies", Map.of()),
        peers,
        fields.lists.getOrDefault("devDependencies", Map.of()));
  }

  /// Everything that it may require, with the range; optional dependencies win over plain ones, as with npm.
  SortedMap<String, String> requested(boolean withDevelopment) {
    SortedMap<String, String> all = new TreeMap<>();
    if (withDevelopment) {
      all.putAll(devDependencies);
    }
    all.putAll(peerDependencies);
    all.putAll(dependencies);
    all.putAll(optionalDependencies);
    return all;
  }

  /// The names that only its devDependencies list.
  SortedSet<String> development() {
    SortedSet<String> names = new TreeSet<>(devDependencies.keySet());
    names.removeAll(requested(false).keySet());
    return names;
  }
}
