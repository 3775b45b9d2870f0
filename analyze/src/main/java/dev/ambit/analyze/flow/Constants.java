package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Binding;
import dev.ambit.analyze.syntax.Syntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The strings that an expression can be, folded as far as a reader would.
///
/// @param texts every value found
/// @param complete whether it can be nothing else
record Constants(List<String> texts, boolean complete) {
  private static final Constants UNKNOWN = new Constants(List.of(), false);

  /// How far one expression is followed, and how many values it may have.
  private static final int MAX_DEPTH = 200;

  private static final int MAX_VALUES = 16;

  static Constants of(Syntax node) {
    return of(node, 0);
  }

  private static Constants of(@Nullable Syntax node, int depth) {
    if (depth > MAX_DEPTH) {
      return UNKNOWN;
    }
    return switch (node) {
      case Syntax.Literal(String text, boolean _, int _) when text != null -> one(text);
      case Syntax.Text(List<Syntax> parts, int _) -> join(parts, "", depth);
      case Syntax.Name(Binding binding, int _) -> of(binding.onlyValue(), depth + 10);
      case Syntax.Sequence(List<Syntax> nodes, int _) -> of(nodes.getLast(), depth + 1);
      case Syntax.Assign(Syntax _, Syntax value, Syntax.Assign.How how, int _)
          when how == Syntax.Assign.How.PLAIN -> of(value, depth + 1);
      case Syntax.Choice choice when choice.options().size() > 1 -> {
        List<String> texts = new ArrayList<>();
        boolean complete = true;
        for (Syntax option : choice.options()) {
          Constants constants = of(option, depth + 1);
          constants.texts.stream().filter(text -> !texts.contains(text)).forEach(texts::add);
          complete &= constants.complete;
        }
        yield texts.size() > MAX_VALUES ? UNKNOWN : new Constants(List.copyOf(texts), complete);
      }
      case Syntax.Tagged tagged when isStringRaw(tagged.tag()) -> {
        List<Syntax> parts = new ArrayList<>();
        for (int i = 0; i < tagged.raw().size(); i++) {
          parts.add(new Syntax.Literal(tagged.raw().get(i), true, tagged.at()));
          if (i < tagged.substitutions().size()) {
            parts.add(tagged.substitutions().get(i));
          }
        }
        yield join(parts, "", depth);
      }
      case Syntax.Call(Syntax.Member(Syntax base, String key, Syntax _, int _), List<Syntax> args, boolean _, int _)
          when key != null -> call(base, key, args, depth);
      case null, default -> UNKNOWN;
    };
  }

  private static Constants call(Syntax base, String method, List<Syntax> arguments, int depth) {
    if (method.equals("join")
        && base instanceof Syntax.Group(Syntax.Group.Shape shape, List<Syntax> parts, int _)
        && shape == Syntax.Group.Shape.ARRAY) {
      Constants separator = arguments.isEmpty() ? one(",") : of(arguments.getFirst(), depth + 1);
      boolean known = separator.complete && separator.texts.size() == 1;
      return known ? join(parts, separator.texts.getFirst(), depth) : UNKNOWN;
    }
    if (method.equals("concat")) {
      List<Syntax> parts = new ArrayList<>(arguments.size() + 1);
      parts.add(base);
      parts.addAll(arguments);
      return join(parts, "", depth);
    }
    return UNKNOWN;
  }

  /// Numbers alone are added, not joined.
  private static Constants join(List<Syntax> parts, String separator, int depth) {
    Constants joined = null;
    for (Syntax part : parts) {
      Constants next = of(part, depth + 1);
      if (!next.complete || next.texts.isEmpty()) {
        return UNKNOWN;
      }
      joined = joined == null ? next : joined.product(separator, next);
      if (joined.texts.size() > MAX_VALUES) {
        return UNKNOWN;
      }
    }
    boolean onlyNumbers = parts.stream().allMatch(p -> p instanceof Syntax.Literal literal && !literal.string());
    return joined == null || onlyNumbers ? UNKNOWN : joined;
  }

  private Constants product(String separator, Constants next) {
    List<String> all = new ArrayList<>();
    for (String head : texts) {
      for (String tail : next.texts) {
        all.add(head + separator + tail);
      }
    }
    return new Constants(all, true);
  }

  private static boolean isStringRaw(Syntax tag) {
    return tag instanceof Syntax.Member(Syntax.Name(Binding binding, int _), String key, Syntax _, int _)
        && "raw".equals(key)
        && binding.isFree()
        && binding.name().equals("String");
  }

  private static Constants one(String text) {
    return new Constants(List.of(text), true);
  }
}
