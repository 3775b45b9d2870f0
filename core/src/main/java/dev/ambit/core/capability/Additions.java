package dev.ambit.core.capability;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Names that code adds to the language's own objects, for everybody: `Reflect.metadata`, `BigInt.prototype.toJSON`.
/// Frozen objects take no new name, so each is a capability, and the guard makes room for it before it freezes. The
/// path names the object and the addition; the name of a namespace alone, `Reflect`, is any name on it.
public final class Additions {
  /// Few programs hand these on, so one that does, to where names are computed, means to add to them.
  private static final Set<String> NAMESPACES = Set.of("Atomics", "Intl", "JSON", "Math", "Reflect");

  /// What each of the objects has, or what would change what derives from them.
  private static final Set<String> NEVER =
      Set.of("prototype", "__proto__", "constructor", "length", "name", "caller", "arguments", "then", "stackTraceLimit");

  private static final Set<String> VALUES = Set.of("undefined", "NaN", "Infinity", "globalThis");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  private static final String COMPUTED = "[…]";

  private Additions() {}

  /// Whether the path is one of these capabilities.
  ///
  /// @param path as `Error.marker`, `Function.prototype.call$0`, `Reflect`
  public static boolean exist(String path) {
    if (NAMESPACES.contains(path)) {
      return true;
    }
    List<String> parts = List.of(path.split("\\.", -1));
    boolean inPrototype = parts.size() == 3 && parts.get(1).equals("prototype");
    return (parts.size() == 2 || inPrototype)
        && isExtended(parts.getFirst(), inPrototype)
        && !NEVER.contains(parts.getLast())
        && NAME.matcher(parts.getLast()).matches()
        && !Primordials.exist(path)
        && !Builtins.get().isSetting(path);
  }

  /// The capability that a write wants.
  ///
  /// @param written what it writes to, as [dev.ambit.core.usage.Mark#detail()] says it
  /// @return empty for a member that is there already, and where nobody can say which name it is
  public static Optional<Capability> of(String written) {
    String path = written.endsWith(COMPUTED) ? written.substring(0, written.length() - COMPUTED.length()) : written;
    boolean known = path.equals(written) ? exist(path) : NAMESPACES.contains(path);
    return known ? Optional.of(new Capability.Global(path)) : Optional.empty();
  }

  /// Whether all names on the object are one capability.
  static boolean isNamespace(String path) {
    return NAMESPACES.contains(path);
  }

  private static boolean isExtended(String object, boolean inPrototype) {
    // each package has a `Function` of its own
    return object.equals("Function") ? inPrototype : Builtins.get().isIntrinsic(object) && !VALUES.contains(object);
  }
}
