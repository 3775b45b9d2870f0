package dev.ambit.analyze.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of a program, reduced to what matters for finding uses: names are resolved, statements are
/// flattened into lists, and operators that only look at their operands are one node.
///
/// `at` is the offset of the node in the text, in UTF-16 units.
public sealed interface Syntax {
  /// Where the node starts in the text.
  int at();

  /// A variable, read or written.
  record Name(Binding binding, int at) implements Syntax {}

  /// A string or number.
  ///
  /// @param text the string; of a number its decimal digits; null for a number that needs more than digits
  record Literal(@Nullable String text, boolean string, int at) implements Syntax {}

  /// `base.key` or `base[computed]`; exactly one of the two is present.
  record Member(Syntax base, @Nullable String key, @Nullable Syntax computed, int at) implements Syntax {}

  /// A call, or with `construct` a `new`.
  record Call(Syntax callee, List<Syntax> arguments, boolean construct, int at) implements Syntax {
    /// Whether an argument is spread, so that positions are unknown.
    public boolean spreads() {
      for (Syntax argument : arguments) {
        if (argument instanceof Group group && group.shape() == Group.Shape.SPREAD) {
          return true;
        }
      }
      return false;
    }
  }

  /// `import(specifier, …)`.
  record ImportCall(Syntax specifier, List<Syntax> options, int at) implements Syntax {}

  /// `import.meta`.
  record ImportMeta(int at) implements Syntax {}

  /// Parts joined to one string: a template without tag, or `+`.
  record Text(List<Syntax> parts, int at) implements Syntax {}

  /// A template with a tag.
  ///
  /// @param raw the raw strings around the substitutions
  record Tagged(Syntax tag, List<String> raw, List<Syntax> substitutions, int at) implements Syntax {}

  /// A function in the place where it is written.
  record Closure(Routine routine, int at) implements Syntax {}

  /// What the caller passed in a position; in the initial part of a routine's body.
  record Parameter(Routine routine, int index, boolean rest, int at) implements Syntax {}

  /// `target = value` and its kind, declarations with initial values included.
  record Assign(Syntax target, Syntax value, How how, int at) implements Syntax {
    /// How the new value comes about.
    public enum How {
      /// `=`, or a declaration
      PLAIN,
      /// `||=`, `&&=`, `??=`
      LOGICAL,
      /// `+=` and its kind, `++`, `--`
      COMPUTED
    }
  }

  /// `{a, b: c, ...rest}` as a target.
  record ObjectPattern(List<Property> properties, @Nullable Syntax rest, int at) implements Syntax {
    /// One property taken; exactly one of `key` and `computed` is present.
    public record Property(@Nullable String key, @Nullable Syntax computed, Syntax target, int at) {}
  }

  /// `[a, b]` as a target.
  record ArrayPattern(List<Syntax> targets, int at) implements Syntax {}

  /// `target = value` inside a pattern.
  record Default(Syntax target, Syntax value, int at) implements Syntax {}

  /// One of several values: `test ? a : b`, `a || b`, `a ?? b`, `a && b` (then only `b` is an option).
  record Choice(@Nullable Syntax test, List<Syntax> options, int at) implements Syntax {}

  /// `a, b`: the value of the last.
  record Sequence(List<Syntax> nodes, int at) implements Syntax {}

  /// `await value`.
  record Await(Syntax value, int at) implements Syntax {}

  /// `typeof operand`.
  record TypeOf(Syntax operand, int at) implements Syntax {}

  /// `key in object`.
  record In(Syntax key, Syntax object, int at) implements Syntax {}

  /// Operands whose truth alone counts: `!x`, conditions.
  record Truth(Syntax operand, int at) implements Syntax {}

  /// Operands that are compared or calculated with, and not handed on.
  record Operator(List<Syntax> operands, int at) implements Syntax {}

  /// `delete operand`.
  record Delete(Syntax operand, int at) implements Syntax {}

  /// `return value` of the routine.
  record Return(Routine routine, Syntax value, int at) implements Syntax {}

  /// Statements, whose values are dropped.
  record Body(List<Syntax> statements, int at) implements Syntax {}

  /// Anything that hands its parts on to where they are not followed.
  record Group(Shape shape, List<Syntax> parts, int at) implements Syntax {
    /// What it is, as far as that matters.
    public enum Shape {
      ARRAY,
      OBJECT,
      REGEXP,
      SPREAD,
      OTHER
    }
  }
}
