package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Syntax;
import dev.ambit.analyze.syntax.Syntax.Group.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Intrinsics that are reached without naming them: `[].__proto__`, `''.constructor`, and the way to
/// `Function` over any object's `constructor.constructor`.
final class Literals {
  private Literals() {}

  static Set<Value> member(Syntax base, List<String> keys) {
    String prototype = prototype(base);
    boolean plain =
        base instanceof Syntax.Closure
            || (base instanceof Syntax.Group(Shape shape, List<Syntax> _, int _) && shape == Shape.OBJECT);
    Set<Value> members = new LinkedHashSet<>();
    for (String key : keys) {
      if (key.equals("constructor") && isConstructor(base)) {
        members.add(new Value.Powerful("Function"));
      } else if (key.equals("__proto__") && !prototype.isEmpty()) {
        members.add(new Value.Intrinsic(prototype));
      } else if (!prototype.isEmpty() && (key.equals("constructor") || !plain)) {
        // an object's or function's other members are its own
        members.addAll(Flow.members(Set.of(new Value.Intrinsic(prototype)), List.of(key)));
      }
    }
    return members;
  }

  private static boolean isConstructor(Syntax node) {
    return node instanceof Syntax.Member(Syntax _, String key, Syntax computed, int _)
        && Flow.keys(key, computed).texts().contains("constructor");
  }

  /// The path of a literal's prototype, empty for other expressions.
  static String prototype(Syntax node) {
    return switch (node) {
      case Syntax.Literal literal -> literal.string() ? "String.prototype" : "Number.prototype";
      case Syntax.Text _ -> "String.prototype";
      case Syntax.Group(Shape shape, List<Syntax> _, int _) -> switch (shape) {
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
