package dev.ambit.analyze.graal;

import com.oracle.js.parser.ir.Block;
import com.oracle.js.parser.ir.BlockStatement;
import com.oracle.js.parser.ir.CaseNode;
import com.oracle.js.parser.ir.CatchNode;
import com.oracle.js.parser.ir.ExpressionStatement;
import com.oracle.js.parser.ir.ForNode;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.IfNode;
import com.oracle.js.parser.ir.LabelNode;
import com.oracle.js.parser.ir.Node;
import com.oracle.js.parser.ir.ReturnNode;
import com.oracle.js.parser.ir.Statement;
import com.oracle.js.parser.ir.SwitchNode;
import com.oracle.js.parser.ir.ThrowNode;
import com.oracle.js.parser.ir.TryNode;
import com.oracle.js.parser.ir.VarNode;
import com.oracle.js.parser.ir.WhileNode;
import com.oracle.js.parser.ir.WithNode;
import dev.ambit.analyze.syntax.Binding;
import dev.ambit.analyze.syntax.Program;
import dev.ambit.analyze.syntax.Routine;
import dev.ambit.analyze.syntax.Syntax;
import dev.ambit.analyze.syntax.Syntax.Assign;
import dev.ambit.analyze.syntax.Syntax.Body;
import dev.ambit.analyze.syntax.Syntax.Group;
import dev.ambit.analyze.syntax.Syntax.Name;
import dev.ambit.analyze.syntax.Syntax.Return;
import dev.ambit.analyze.syntax.Syntax.Truth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Turns one parse tree of GraalJS into a [Program]: this class the statements, [Expressions] the rest.
final class Translation {
  private final FunctionNode root;
  private final int shift;
  private final Scopes scopes;
  private final Expressions expressions;
  private final Deque<Routine> routines = new ArrayDeque<>();
  /// `var require` and the like: the parser counts these as the wrapper's parameters only
  private final SortedSet<String> redeclared = new TreeSet<>();
  private final List<Assign> assignments = new ArrayList<>();
  private final List<Syntax.Call> calls = new ArrayList<>();
  private final List<Return> returns = new ArrayList<>();

  /// @param root the wrapper function of a CommonJS module, or the module
  /// @param shift length of what was put before the text
  Translation(FunctionNode root, int shift) {
    this.root = root;
    this.shift = shift;
    this.scopes = new Scopes(root.isModule() ? null : root.getBody().getScope());
    this.expressions = new Expressions(this, scopes);
  }

  Program commonJs() {
    scopes.enterFunction(root);
    Routine module = new Routine(false, false);
    routines.push(module);
    fill(module, root);
    return program(module.body(), List.of(), List.of());
  }

  Program module() {
    scopes.enterFunction(root);
    Routine module = new Routine(false, false);
    routines.push(module);
    scopes.enter(root.getBody().getScope());
    ModuleDeclarations declarations = new ModuleDeclarations(this, scopes, root.getModule());
    List<Program.Request> requests = declarations.requests();
    root.getBody().getStatements().forEach(statement -> statement(statement, module.body()));
    List<Name> exports = declarations.exports();
    scopes.leave();
    return program(module.body(), requests, exports);
  }

  private Program program(List<Syntax> body, List<Program.Request> requests, List<Name> exports) {
    SortedSet<String> topLevel = Scopes.declared(root);
    topLevel.addAll(redeclared);
    return new Program(
        root.isStrict(),
        body,
        scopes.free(),
        topLevel,
        requests,
        exports,
        assignments,
        calls,
        returns);
  }

  /// The offset in the file's own text.
  int at(Node node) {
    return offset(node.getStart());
  }

  /// The offset in the file's own text, from one in what was parsed.
  int offset(int parsed) {
    return Math.max(0, parsed - shift);
  }

  Assign assign(Syntax target, Syntax value, Assign.How how, int at) {
    if (target instanceof Name(Binding binding, int _)) {
      if (how == Assign.How.PLAIN) {
        binding.assign(value);
      } else {
        binding.assignUnknown();
      }
    } else {
      assignUnknown(target);
    }
    Assign assign = new Assign(target, value, how, at);
    assignments.add(assign);
    return assign;
  }

  private static void assignUnknown(@Nullable Syntax target) {
    switch (target) {
      case Name(Binding binding, int _) -> binding.assignUnknown();
      case Syntax.Default(Syntax inner, Syntax _, int _) -> assignUnknown(inner);
      case Syntax.ArrayPattern(List<Syntax> targets, int _) -> targets.forEach(Translation::assignUnknown);
      case Syntax.ObjectPattern pattern -> {
        pattern.properties().forEach(property -> assignUnknown(property.target()));
        assignUnknown(pattern.rest());
      }
      case null, default -> {}
    }
  }

  Syntax.Call call(Syntax callee, List<Syntax> arguments, boolean construct, int at) {
    Syntax.Call call = new Syntax.Call(callee, arguments, construct, at);
    calls.add(call);
    return call;
  }

  Syntax.Closure closure(FunctionNode function) {
    Routine routine = new Routine(function.isGenerator(), function.needsArguments());
    routines.push(routine);
    scopes.enterFunction(function);
    fill(routine, function);
    scopes.leaveFunction();
    routines.pop();
    return new Syntax.Closure(routine, at(function));
  }

  /// Simple parameters are names; the others are already assignments at the start of the body.
  private void fill(Routine routine, FunctionNode function) {
    Block body = function.getBody();
    boolean opened = scopes.enter(body.getScope());
    if (!body.isParameterBlock() && !function.equals(root)) {
      int index = 0;
      for (IdentNode parameter : function.getParameters()) {
        int at = at(parameter);
        Name name = new Name(scopes.resolve(parameter.getName()), at);
        Syntax value = parameter(index++, parameter.isRestParameter(), at);
        routine.body().add(assign(name, value, Assign.How.PLAIN, at));
      }
    }
    body.getStatements().forEach(statement -> statement(statement, routine.body()));
    if (opened) {
      scopes.leave();
    }
  }

  Syntax parameter(int index, boolean rest, int at) {
    if (rest) {
      routine().takeRest();
    }
    return new Syntax.Parameter(routine(), index, rest, at);
  }

  Routine routine() {
    return routines.element();
  }

  Body block(@Nullable Block block) {
    if (block == null) {
      return new Body(List.of(), 0);
    }
    boolean opened = scopes.enter(block.getScope());
    List<Syntax> statements = new ArrayList<>(block.getStatementCount());
    block.getStatements().forEach(statement -> statement(statement, statements));
    if (opened) {
      scopes.leave();
    }
    return new Body(statements, at(block));
  }

  private void statement(Statement statement, List<Syntax> out) {
    switch (statement) {
      case ExpressionStatement s -> {
        if (!expressions.isSynthetic(s.getExpression())) {
          out.add(expressions.value(s.getExpression()));
        }
      }
      case VarNode s -> variable(s, out);
      case BlockStatement s -> out.add(block(s.getBlock()));
      case ReturnNode s -> {
        if (s.getExpression() != null) {
          Return value = new Return(routine(), expressions.value(s.getExpression()), at(s));
          returns.add(value);
          out.add(value);
        }
      }
      case IfNode s -> {
        out.add(new Truth(expressions.value(s.getTest()), at(s)));
        out.add(block(s.getPass()));
        out.add(block(s.getFail()));
      }
      case ForNode s -> loop(s, out);
      case WhileNode s -> {
        out.add(new Truth(expressions.value(s.getTest()), at(s)));
        out.add(block(s.getBody()));
      }
      case LabelNode s -> out.add(block(s.getBody()));
      case ThrowNode s -> {
        if (!s.isSyntheticRethrow()) {
          out.add(new Group(Group.Shape.OTHER, List.of(expressions.value(s.getExpression())), at(s)));
        }
      }
      case TryNode s -> {
        out.add(block(s.getBody()));
        s.getCatchBlocks().forEach(caught -> out.add(block(caught)));
        out.add(block(s.getFinallyBody()));
      }
      case CatchNode s -> {
        if (s.getDestructuringPattern() != null) {
          Group unknown = new Group(Group.Shape.OTHER, List.of(), at(s));
          out.add(assign(expressions.target(s.getDestructuringPattern()), unknown, Assign.How.PLAIN, at(s)));
        }
        out.add(block(s.getBody()));
      }
      case SwitchNode s -> {
        if (expressions.isVisible(s.getExpression())) {
          out.add(new Syntax.Operator(List.of(expressions.value(s.getExpression())), at(s)));
        }
        for (CaseNode option : s.getCases()) {
          if (option.getTest() != null) {
            out.add(new Syntax.Operator(List.of(expressions.value(option.getTest())), at(option)));
          }
          option.getStatements().forEach(inner -> statement(inner, out));
        }
      }
      case WithNode s -> {
        // names in the body may mean the object's properties: they are taken as the variables they could be
        out.add(new Group(Group.Shape.OTHER, List.of(expressions.value(s.getExpression())), at(s)));
        out.add(block(s.getBody()));
      }
      default -> {}
    }
  }

  private void variable(VarNode node, List<Syntax> out) {
    boolean isVisible = expressions.isVisible(node.getName());
    if (isVisible && scopes.resolve(node.getName().getName()).origin() == Binding.Origin.WRAPPER) {
      redeclared.add(node.getName().getName());
    }
    if (node.getInit() == null) {
      return;
    }
    Syntax value = expressions.value(node.getInit());
    if (isVisible) {
      Name name = new Name(scopes.resolve(node.getName().getName()), at(node.getName()));
      out.add(assign(name, value, Assign.How.PLAIN, at(node)));
    } else if (node.getName().getName().equals(":switch")) {
      out.add(new Syntax.Operator(List.of(value), at(node)));
    } else {
      out.add(new Group(Group.Shape.OTHER, List.of(value), at(node)));
    }
  }

  private void loop(ForNode node, List<Syntax> out) {
    if (node.isForInOrOf()) {
      Syntax iterated = expressions.value(node.getModify());
      Group element = new Group(Group.Shape.OTHER, List.of(iterated), at(node));
      out.add(assign(expressions.target(node.getInit()), element, Assign.How.PLAIN, at(node)));
    } else {
      if (node.getInit() != null) {
        out.add(expressions.value(node.getInit()));
      }
      if (node.getTest() != null && node.getTest().getExpression() != null) {
        out.add(new Truth(expressions.value(node.getTest()), at(node)));
      }
      if (node.getModify() != null && node.getModify().getExpression() != null) {
        out.add(expressions.value(node.getModify()));
      }
    }
    out.add(block(node.getBody()));
  }
}
