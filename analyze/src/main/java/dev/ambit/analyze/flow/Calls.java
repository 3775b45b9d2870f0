package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Syntax;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The forms of calls that analysis knows by name.
final class Calls {
  /// Helpers of Babel, TypeScript, esbuild, swc and Rollup that hand a module through, in lower case and
  /// without underscores. The name is trusted: a package that abuses it gets less than it uses, never more.
  private static final Set<String> INTEROP =
      Set.of(
          "interoprequiredefault", "interoprequirewildcard", "interopdefault", "interopdefaultlegacy",
          "interopdefaultcompat", "interopdefaultex", "interopnamespace", "interopnamespacedefault",
          "interopnamespacecompat", "importstar", "importdefault", "toesm", "tomodule");

  private Calls() {}

  /// A call with its real callee and arguments: `f.call(x, a)` is `f(a)`, `f.apply(x, [a])` too.
  ///
  /// @param direct whether they are the ones written
  record Effective(Syntax callee, List<Syntax> arguments, boolean direct) {}

  static Effective effective(Syntax.Call call) {
    Syntax callee = last(call.callee());
    if (callee instanceof Syntax.Member(Syntax base, String key, Syntax _, int _) && key != null) {
      List<Syntax> arguments = call.arguments();
      if (key.equals("call") && !arguments.isEmpty()) {
        return new Effective(base, arguments.subList(1, arguments.size()), false);
      }
      if (key.equals("apply")
          && arguments.size() == 2
          && arguments.get(1) instanceof Syntax.Group(Syntax.Group.Shape shape, List<Syntax> parts, int _)
          && shape == Syntax.Group.Shape.ARRAY) {
        return new Effective(base, parts, false);
      }
    }
    return new Effective(callee, call.arguments(), true);
  }

  /// `(0, f)` is `f`.
  static Syntax last(Syntax node) {
    return node instanceof Syntax.Sequence(List<Syntax> nodes, int _) ? last(nodes.getLast()) : node;
  }

  /// The module that an interop helper hands through, or null when the call is none.
  static @Nullable Syntax interop(Syntax.Call call) {
    if (call.arguments().isEmpty() || call.construct()) {
      return null;
    }
    String name = switch (last(call.callee())) {
      case Syntax.Name(var binding, int _) -> binding.name();
      // swc: _interop_require_default._(…); tslib: tslib_1.__importStar(…)
      case Syntax.Member(Syntax.Name(var binding, int _), String key, Syntax _, int _)
          when key != null -> key.equals("_") ? binding.name() : key;
      default -> null;
    };
    if (name == null || name.length() < 5 || name.length() > 40) {
      return null;
    }
    StringBuilder letters = new StringBuilder();
    name.toLowerCase(Locale.ROOT).chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> letters.append((char) c));
    return INTEROP.contains(letters.toString()) ? call.arguments().getFirst() : null;
  }

  /// Whether a callee of which nothing is known is `require` by another name, which another file or an object handed out: `__require` of
  /// bundles in several files (esbuild, rolldown), `this.nodeRequire`. What the first argument spells out is asked for then.
  /// A parameter `require` is none: a bundle for browsers numbers its modules or has its own.
  static boolean requires(Syntax callee) {
    String name = switch (callee) {
      case Syntax.Name(var binding, int _) -> binding.name();
      case Syntax.Member(Syntax _, String key, Syntax _, int _) when key != null -> key;
      default -> "";
    };
    return name.length() > "require".length() && name.toLowerCase(Locale.ROOT).endsWith("require");
  }

  /// The promise in `promise.then(callback)`, or null when the call is none.
  static @Nullable Syntax thenable(Syntax.Call call) {
    return call.callee() instanceof Syntax.Member(Syntax base, String key, Syntax _, int _)
            && "then".equals(key)
            && !call.arguments().isEmpty()
        ? base
        : null;
  }
}
