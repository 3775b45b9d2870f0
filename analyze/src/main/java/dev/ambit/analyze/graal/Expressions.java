package dev.ambit.analyze.graal;

import com.oracle.js.parser.TokenType;
import com.oracle.js.parser.ir.AccessNode;
import com.oracle.js.parser.ir.BinaryNode;
import com.oracle.js.parser.ir.BlockExpression;
import com.oracle.js.parser.ir.CallNode;
import com.oracle.js.parser.ir.ClassElement;
import com.oracle.js.parser.ir.ClassNode;
import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.ExpressionList;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.IndexNode;
import com.oracle.js.parser.ir.JoinPredecessorExpression;
import com.oracle.js.parser.ir.LiteralNode;
import com.oracle.js.parser.ir.ObjectNode;
import com.oracle.js.parser.ir.ParameterNode;
import com.oracle.js.parser.ir.PropertyNode;
import com.oracle.js.parser.ir.TemplateLiteralNode;
import com.oracle.js.parser.ir.TernaryNode;
import com.oracle.js.parser.ir.UnaryNode;
import dev.ambit.analyze.syntax.Syntax;
import dev.ambit.analyze.syntax.Syntax.Assign;
import dev.ambit.analyze.syntax.Syntax.Group;
import dev.ambit.analyze.syntax.Syntax.Group.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns GraalJS's expressions, patterns and classes into [Syntax].
final class Expressions {
  private final Translation translation;
  private final Scopes scopes;

  Expressions(Translation translation, Scopes scopes) {
    this.translation = translation;
    this.scopes = scopes;
  }

  /// Without the parentheses around it, as other parsers count.
  private int at(Expression node) {
    return translation.offset(node.getStartWithoutParens());
  }

  /// Whether the parser made the expression up: a module's first `yield`.
  boolean isSynthetic(Expression node) {
    return node instanceof UnaryNode unary
        && unary.tokenType() == TokenType.YIELD
        && unary.getStart() == 0
        && translation.routine().body().isEmpty()
        && unary.getExpression() instanceof UnaryNode inner
        && inner.tokenType() == TokenType.VOID;
  }

  /// Whether a node stands for something in the text; the parser's own variables start with `:`.
  boolean isVisible(Expression node) {
    return !(node instanceof IdentNode ident) || !(ident.isInternal() || ident.getName().startsWith(":"));
  }

  Syntax value(@Nullable Expression node) {
    return switch (node) {
      case null -> nothing(0);
      case JoinPredecessorExpression e -> value(e.getExpression());
      case IdentNode e -> name(e);
      case AccessNode e -> member(e);
      case IndexNode e -> new Syntax.Member(value(e.getBase()), null, value(e.getIndex()), at(e));
      case CallNode e -> call(e, false);
      case FunctionNode e -> translation.closure(e);
      case ClassNode e -> classBody(e);
      case ObjectNode e -> objectLiteral(e);
      case TernaryNode e ->
          new Syntax.Choice(
              value(e.getTest()), List.of(value(e.getTrueExpression()), value(e.getFalseExpression())), at(e));
      case BinaryNode e -> binary(e);
      case UnaryNode e -> unary(e);
      case LiteralNode<?> e -> literal(e);
      case TemplateLiteralNode.UntaggedTemplateLiteralNode e -> new Syntax.Text(values(e.getExpressions()), at(e));
      case ParameterNode e -> translation.parameter(e.getIndex(), e.isRestParameter(), at(e));
      case BlockExpression e -> translation.block(e.getBlock());
      case ExpressionList e -> new Syntax.Sequence(values(e.getExpressions()), at(e));
      default -> nothing(at(node));
    };
  }

  private List<Syntax> values(List<? extends Expression> nodes) {
    List<Syntax> values = new ArrayList<>(nodes.size());
    for (Expression node : nodes) {
      if (node != null) {
        values.add(value(node));
      }
    }
    return values;
  }

  private static Group nothing(int at) {
    return new Group(Shape.OTHER, List.of(), at);
  }

  private Syntax name(IdentNode node) {
    if (node.isImportMeta()) {
      return new Syntax.ImportMeta(at(node));
    }
    boolean noVariable =
        node.isPropertyName()
            || node.isThis()
            || node.isSuper()
            || node.isDirectSuper()
            || node.isNewTarget()
            || node.isMetaProperty()
            || node.isPrivate()
            || node.isIgnoredParameter()
            || !isVisible(node);
    return noVariable ? nothing(at(node)) : new Syntax.Name(scopes.resolve(node.getName()), at(node));
  }

  private Syntax member(AccessNode node) {
    Syntax base = value(node.getBase());
    return node.isPrivate()
        ? new Group(Shape.OTHER, List.of(base), at(node))
        : new Syntax.Member(base, node.getProperty(), null, at(node));
  }

  private Syntax call(CallNode node, boolean construct) {
    if (node.isImport()) {
      List<Syntax> arguments = values(node.getArgs());
      return arguments.isEmpty()
          ? nothing(at(node))
          : new Syntax.ImportCall(arguments.getFirst(), arguments.subList(1, arguments.size()), at(node));
    }
    boolean tagged =
        !node.getArgs().isEmpty() && node.getArgs().getFirst() instanceof TemplateLiteralNode.TaggedTemplateLiteralNode;
    if (tagged) {
      return taggedTemplate(node);
    }
    // a call starts with the parenthesis of `(f)(x)`
    int at = Math.min(at(node), translation.at(node.getFunction()));
    return translation.call(value(node.getFunction()), values(node.getArgs()), construct, at);
  }

  /// The parser writes it as a call whose first argument is the template.
  private Syntax taggedTemplate(CallNode node) {
    List<String> raw = new ArrayList<>();
    if (node.getArgs().getFirst() instanceof TemplateLiteralNode.TaggedTemplateLiteralNode template) {
      template.getRawStrings().forEach(part -> raw.add(part instanceof LiteralNode<?> text ? text.getString() : ""));
    }
    List<Syntax> substitutions = values(node.getArgs().subList(1, node.getArgs().size()));
    return new Syntax.Tagged(value(node.getFunction()), raw, substitutions, translation.at(node.getFunction()));
  }

  private Syntax unary(UnaryNode node) {
    Expression operand = node.getExpression();
    return switch (node.tokenType()) {
      case NEW -> operand instanceof CallNode call ? call(call, true) : value(operand);
      case AWAIT -> new Syntax.Await(value(operand), at(node));
      case TYPEOF -> new Syntax.TypeOf(value(operand), at(node));
      case NOT -> new Syntax.Truth(value(operand), at(node));
      case DELETE -> new Syntax.Delete(value(operand), at(node));
      case INCPREFIX, INCPOSTFIX, DECPREFIX, DECPOSTFIX ->
          translation.assign(target(operand), nothing(at(node)), Assign.How.COMPUTED, at(node));
      case SPREAD_ARGUMENT, SPREAD_ARRAY, SPREAD_OBJECT -> new Group(Shape.SPREAD, List.of(value(operand)), at(node));
      case YIELD, YIELD_STAR -> new Group(Shape.OTHER, List.of(value(operand)), at(node));
      case VOID -> new Syntax.Sequence(List.of(value(operand), nothing(at(node))), at(node));
      default -> new Syntax.Operator(List.of(value(operand)), at(node));
    };
  }

  private Syntax binary(BinaryNode node) {
    return switch (node.tokenType()) {
      case ASSIGN, ASSIGN_INIT -> {
        Syntax value = value(node.getRhs());
        yield translation.assign(target(node.getLhs()), value, Assign.How.PLAIN, at(node));
      }
      case ASSIGN_AND, ASSIGN_OR, ASSIGN_NULLCOAL -> {
        Syntax value = value(node.getRhs());
        yield translation.assign(target(node.getLhs()), value, Assign.How.LOGICAL, at(node));
      }
      case AND -> new Syntax.Choice(value(node.getLhs()), List.of(value(node.getRhs())), at(node));
      case OR, NULLISHCOALESC ->
          new Syntax.Choice(null, List.of(value(node.getLhs()), value(node.getRhs())), at(node));
      case COMMARIGHT, COMMALEFT ->
          new Syntax.Sequence(List.of(value(node.getLhs()), value(node.getRhs())), at(node));
      case ADD -> new Syntax.Text(List.of(value(node.getLhs()), value(node.getRhs())), at(node));
      case IN -> new Syntax.In(value(node.getLhs()), value(node.getRhs()), at(node));
      default -> {
        if (node.isAssignment()) {
          Syntax value = value(node.getRhs());
          yield translation.assign(target(node.getLhs()), value, Assign.How.COMPUTED, at(node));
        }
        yield new Syntax.Operator(List.of(value(node.getLhs()), value(node.getRhs())), at(node));
      }
    };
  }

  private Syntax literal(LiteralNode<?> node) {
    if (node.isArray()) {
      return new Group(Shape.ARRAY, values(node.getElementExpressions()), at(node));
    }
    if (node.isString()) {
      return new Syntax.Literal(node.getString(), true, at(node));
    }
    if (node.getValue() instanceof Integer number) {
      return new Syntax.Literal(number.toString(), false, at(node));
    }
    Object value = node.getValue();
    if (value == null || value instanceof Boolean) {
      return nothing(at(node));
    }
    return value instanceof Number
        ? new Syntax.Literal(null, false, at(node))
        : new Group(Shape.REGEXP, List.of(), at(node));
  }

  private Syntax objectLiteral(ObjectNode node) {
    List<Syntax> parts = new ArrayList<>();
    node.getElements().forEach(property -> property(property, parts));
    return new Group(Shape.OBJECT, parts, at(node));
  }

  private void property(PropertyNode property, List<Syntax> parts) {
    boolean plainKey = property.getKey() instanceof IdentNode && !property.isComputed();
    if (property.getKey() != null && property.isComputed()) {
      parts.add(new Syntax.Operator(List.of(value(property.getKey())), translation.at(property)));
    } else if (property.isRest() && property.getKey() != null && property.getValue() == null) {
      parts.add(value(property.getKey()));
    }
    boolean shorthand = property.getValue() == null && property.getGetter() == null && property.getSetter() == null;
    if (property.getValue() != null) {
      parts.add(value(property.getValue()));
    } else if (plainKey && shorthand && !property.isRest() && !(property instanceof ClassElement)) {
      parts.add(value(property.getKey()));
    }
    if (property.getGetter() != null) {
      parts.add(value(property.getGetter()));
    }
    if (property.getSetter() != null) {
      parts.add(value(property.getSetter()));
    }
  }

  /// Decorators are outside the class's scope, the heritage in its head, the elements in its body.
  private Syntax classBody(ClassNode node) {
    List<Syntax> parts = new ArrayList<>();
    if (node.getDecorators() != null) {
      parts.addAll(values(node.getDecorators()));
    }
    boolean head = scopes.enter(node.getClassHeadScope());
    if (node.getClassHeritage() != null) {
      parts.add(value(node.getClassHeritage()));
    }
    boolean body = scopes.enter(node.getScope());
    if (node.getConstructor() != null) {
      element(node.getConstructor(), parts);
    }
    node.getClassElements().forEach(element -> element(element, parts));
    if (body) {
      scopes.leave();
    }
    if (head) {
      scopes.leave();
    }
    return new Group(Shape.OTHER, parts, at(node));
  }

  private void element(ClassElement element, List<Syntax> parts) {
    if (element.getDecorators() != null) {
      parts.addAll(values(element.getDecorators()));
    }
    property(element, parts);
  }

  /// What an assignment assigns to.
  Syntax target(Expression node) {
    return switch (node) {
      case ObjectNode e -> objectPattern(e);
      case LiteralNode<?> e when e.isArray() -> {
        List<Syntax> targets = new ArrayList<>();
        for (Expression element : e.getElementExpressions()) {
          if (element != null) {
            targets.add(target(element));
          }
        }
        yield new Syntax.ArrayPattern(targets, at(e));
      }
      case BinaryNode e when e.isAssignment() ->
          new Syntax.Default(target(e.getLhs()), value(e.getRhs()), at(e));
      case UnaryNode e when isSpread(e.tokenType()) -> target(e.getExpression());
      case JoinPredecessorExpression e -> target(e.getExpression());
      default -> value(node);
    };
  }

  private static boolean isSpread(TokenType type) {
    return type == TokenType.SPREAD_ARRAY || type == TokenType.SPREAD_OBJECT || type == TokenType.SPREAD_ARGUMENT;
  }

  private Syntax objectPattern(ObjectNode node) {
    List<Syntax.ObjectPattern.Property> properties = new ArrayList<>();
    Syntax rest = null;
    for (PropertyNode property : node.getElements()) {
      if (property.isRest() && property.getKey() instanceof UnaryNode spread) {
        rest = target(spread.getExpression());
        continue;
      }
      Expression target = property.getValue() == null ? property.getKey() : property.getValue();
      String key = property.isComputed() ? null : property.getKeyName();
      Syntax computed = property.isComputed() ? value(property.getKey()) : null;
      properties.add(
          new Syntax.ObjectPattern.Property(key, computed, target(target), translation.at(property)));
    }
    return new Syntax.ObjectPattern(properties, rest, at(node));
  }
}
