package dev.ambit.core.declaration;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.CapabilityReader;
import dev.ambit.core.json.Cursor;
import dev.ambit.core.json.JsonText;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The keys in which `.access.json` and the reviewed lock tell a declaration.
public final class DeclarationFields {
  /// Those keys.
  public static final List<String> KEYS = List.of("builtins", "globals", "dependencies", "native", "realm");

  private DeclarationFields() {}

  /// Reads what is there of the keys.
  public static Declaration read(SequencedMap<String, Cursor> fields) {
    Set<Capability> capabilities = new HashSet<>();
    field(fields, "builtins").map(CapabilityReader::builtins).ifPresent(capabilities::addAll);
    field(fields, "globals").map(CapabilityReader::globals).ifPresent(capabilities::addAll);
    field(fields, "dependencies").map(CapabilityReader::dependencies).ifPresent(capabilities::addAll);
    if (field(fields, "native").flatMap(Cursor::bool).orElse(false)) {
      capabilities.add(new Capability.Native());
    }
    Realm realm = field(fields, "realm").flatMap(f -> f.word("frozen", "own")).map(Realm::of).orElse(Realm.FROZEN);
    return new Declaration(new TreeSet<>(capabilities), realm);
  }

  private static Optional<Cursor> field(SequencedMap<String, Cursor> fields, String key) {
    return Optional.ofNullable(fields.get(key));
  }

  /// The keys that say something, with their values as JSON, sorted; `builtins` and `globals` are always
  /// there.
  public static SequencedMap<String, String> text(Declaration declaration) {
    SequencedMap<String, String> text = new LinkedHashMap<>();
    Collection<Capability> capabilities = declaration.capabilities();
    text.put("builtins", array(capabilities, c -> c instanceof Capability.Builtin b ? Optional.of(b.text()) : none()));
    text.put("globals", array(capabilities, c -> c instanceof Capability.Global g ? Optional.of(g.path()) : none()));
    String dependencies =
        array(capabilities, c -> c instanceof Capability.Dependency d ? Optional.of(d.name()) : none());
    if (!dependencies.equals("[]")) {
      text.put("dependencies", dependencies);
    }
    if (capabilities.contains(new Capability.Native())) {
      text.put("native", "true");
    }
    if (declaration.realm() != Realm.FROZEN) {
      text.put("realm", JsonText.quote(declaration.realm().word()));
    }
    return text;
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static String array(Collection<Capability> capabilities, Function<Capability, Optional<String>> name) {
    return JsonText.array(capabilities.stream().map(name).flatMap(Optional::stream).sorted().toList());
  }
}
