package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Syntax;
import java.util.List;
import java.util.Set;

/// Intrinsics that are reached without naming them: `[].__proto__`, `''.constructor`, and the way to
/// `Function` over any object's `constructor.constructor`.
final class Literals {
  private Literals() {}

  static Set<Value> member(Syntax base, List<String> keys) {
    if (keys.contains("constructor")) {
      if (base instanceof Syntax.Member(Syntax _, String inner, Syntax computed, int _)
          && Flow.keys(inner, computed).texts().contains("constructor")) {
        return Set.of(new Value.Powerful("Function"));
      }
      String prototype = prototype(base);
      return prototype.isEmpty() ? Set.of() : Flow.members(Set.of(new Value.Intrinsic(prototype)), keys);
    }
    if (keys.contains("__proto__")) {
      String prototype = prototype(base);
      return prototype.isEmpty() ? Set.of() : Set.of(new Value.Intrinsic(prototype));
    }
    return Set.of();
  }

  private static String prototype(Syntax node) {
    return switch (node) {
      case Syntax.Literal literal -> literal.string() ? "String.prototype" : "Number.prototype";
      case Syntax.Text _ -> "String.prototype";
      case Syntax.Group(Syntax.Group.Shape shape, List<Syntax> _, int _) -> switch (shape) {
        case ARRAY -> "Array.prototype";
        case OBJECT -> "Object.prototype";
        case REGEXP -> "RegExp.prototype";
        case SPREAD, OTHER -> "";
      };
      case Syntax.Closure _ -> "Function.prototype";
      default -> "";
    };
  }
}
