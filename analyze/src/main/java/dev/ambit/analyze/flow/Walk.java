package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Binding;
import dev.ambit.analyze.syntax.Program;
import dev.ambit.analyze.syntax.Routine;
import dev.ambit.analyze.syntax.SourceText;
import dev.ambit.analyze.syntax.Syntax;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.Mark;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.Specifier;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Visits every node of a program once and records what it uses, with the values that [Flow] found.
public final class Walk {

  private final Program program;
  private final ModuleKind kind;
  private final Flow flow;
  private final Sightings seen;
  private final Writes writes;
  private final CallSites callSites;
  private final UnknownMembers unknown;
  private final Set<Routine> escaped = new HashSet<>();
  private int escapes;

  private Walk(Program program, ModuleKind kind, SourceText source) {
    this.program = program;
    this.kind = kind;
    this.flow = new Flow(program);
    this.seen = new Sightings(source);
    this.writes = new Writes(flow, seen);
    this.callSites = new CallSites(this, flow, seen, writes);
    this.unknown = new UnknownMembers(flow, seen);
  }

  /// What the program uses.
  public static FileUsage usage(Program program, ModuleKind kind, SourceText source) {
    return new Walk(program, kind, source).usage();
  }

  private FileUsage usage() {
    program.requests().forEach(this::request);
    program.body().forEach(statement -> visit(statement, Regard.DROPPED));
    program.body().forEach(writes::always);
    for (Syntax.Name export : program.exports()) {
      regardAll(flow.values(export), Regard.ESCAPES, export.at());
    }
    escapingResults();
    SortedSet<String> free = new TreeSet<>();
    program.free().forEach(binding -> free.add(binding.name()));
    return seen.usage(kind, program.strict(), free, program.topLevel());
  }

  /// What a function returns escapes when the function does; that may let others escape.
  private void escapingResults() {
    int before;
    do {
      before = escapes;
      for (Syntax.Return result : program.returns()) {
        if (escaped.contains(result.routine()) || result.routine().isGenerator()) {
          regardAll(flow.values(result.value()), Regard.ESCAPES, result.value().at());
        }
      }
    } while (escapes > before);
  }

  private void request(Program.Request request) {
    seen.specifier(request.specifier(), Specifier.Form.IMPORT, request.at());
    Value module = Members.builtin(request.specifier(), request.at());
    if (module == null) {
      return;
    }
    seen.request(module, request.at());
    for (Program.Item item : request.items()) {
      Value value = item.imported() == null ? module : Members.of(module, item.imported());
      if (value != null) {
        read(value, item.binding() == null ? Regard.ESCAPES : Regard.FOLLOWED, item.at());
      }
    }
  }

  void visitAll(List<Syntax> nodes, Regard regard) {
    nodes.forEach(node -> visit(node, regard));
  }

  void visit(@Nullable Syntax node, Regard regard) {
    switch (node) {
      case null -> {}
      case Syntax.Name name -> name(name, regard);
      case Syntax.Member member -> {
        Set<Value> bases = flow.bases(member);
        if (bases.isEmpty()) {
          unknown.read(member.base(), Flow.keys(member.key(), member.computed()).texts(), regard, member.at());
        }
        member(member, regard, bases);
      }
      case Syntax.Call call -> callSites.call(call, regard);
      case Syntax.ImportCall call -> callSites.importCall(call, regard);
      case Syntax.Closure(Routine routine, int at) -> {
        regard(new Value.Closure(routine), regard, at);
        visitAll(routine.body(), Regard.DROPPED);
      }
      case Syntax.Assign assign -> assign(assign, regard);
      case Syntax.Choice choice -> {
        visit(choice.test(), Regard.TRUTH_ASKED);
        visitAll(choice.options(), regard);
      }
      case Syntax.Sequence(List<Syntax> nodes, int _) -> {
        visitAll(nodes.subList(0, nodes.size() - 1), Regard.DROPPED);
        visit(nodes.getLast(), regard);
      }
      case Syntax.Await(Syntax value, int _) -> visit(value, regard);
      case Syntax.TypeOf(Syntax operand, int _) -> visit(operand, Regard.TYPE_ASKED);
      case Syntax.Truth(Syntax operand, int _) -> visit(operand, Regard.TRUTH_ASKED);
      case Syntax.In in -> in(in);
      case Syntax.Operator(List<Syntax> operands, int _) -> visitAll(operands, Regard.COMPARED);
      case Syntax.Text(List<Syntax> parts, int _) -> visitAll(parts, Regard.COMPARED);
      case Syntax.Delete(Syntax operand, int _) -> {
        if (operand instanceof Syntax.Member member) {
          written(member);
        } else {
          visit(operand, Regard.COMPARED);
        }
      }
      case Syntax.Return(Routine _, Syntax value, int _) -> visit(value, Regard.FOLLOWED);
      case Syntax.Body(List<Syntax> statements, int _) -> visitAll(statements, Regard.DROPPED);
      case Syntax.Group(Syntax.Group.Shape _, List<Syntax> parts, int _) -> visitAll(parts, Regard.ESCAPES);
      case Syntax.Tagged tagged -> {
        visit(tagged.tag(), Regard.CALLED);
        visitAll(tagged.substitutions(), Regard.ESCAPES);
      }
      case Syntax.ObjectPattern _, Syntax.ArrayPattern _, Syntax.Default _ -> pattern(node, Set.of());
      case Syntax.Literal _, Syntax.Parameter _, Syntax.ImportMeta _ -> {}
    }
  }

  private void name(Syntax.Name name, Regard regard) {
    Binding binding = name.binding();
    for (Value value : flow.values(name)) {
      if (binding.isFree() && value instanceof Value.Powerful) {
        read(value, regard, name.at());
      } else {
        regard(value, regard, name.at());
      }
    }
  }

  private void member(Syntax.Member member, Regard regard, Set<Value> bases) {
    Constants keys = Flow.keys(member.key(), member.computed());
    visit(member.base(), Regard.ENTERED);
    visit(member.computed(), Regard.COMPARED);
    if (!keys.complete()) {
      bases.forEach(base -> enteredBlindly(base, member.at()));
    }
    Set<Value> found = Flow.members(bases, keys.texts());
    for (Value value : found.isEmpty() ? Literals.member(member.base(), keys.texts()) : found) {
      read(value, regard, member.at());
    }
    if (regard == Regard.CALLED && keys.texts().contains("_compile")) {
      seen.mark(Mark.Kind.DYNAMIC_CODE, "_compile", member.at());
    }
  }

  /// A member that is assigned, updated or deleted. A write to the global object reads nothing there.
  private void written(Syntax.Member member) {
    writes.to(member);
    Set<Value> bases = new LinkedHashSet<>(flow.values(member.base()));
    bases.removeIf(Value.GlobalObject.class::isInstance);
    member(member, Regard.COMPARED, bases);
  }

  /// A member whose name is not known.
  void enteredBlindly(Value base, int at) {
    if (base instanceof Value.GlobalObject) {
      seen.mark(Mark.Kind.GLOBAL_COMPUTED, "globalThis[…]", at);
    } else if (Flow.isNamespace(base)) {
      regard(base, Regard.ESCAPES, at);
    } else if (base instanceof Value.Require || base instanceof Value.ModuleObject) {
      seen.mark(Mark.Kind.DYNAMIC_SPECIFIER, "require", at);
    }
  }

  /// A value in the place where it is named: here members and globals are recorded.
  void read(Value value, Regard regard, int at) {
    switch (value) {
      case Value.Leaf(Capability capability, int request) -> {
        seen.use(capability, request, regard, at);
        regard(value, regard, at);
      }
      case Value.Powerful(String name) when !name.equals("Function") -> {
        seen.use(new Capability.Global(name), Value.NO_REQUEST, regard, at);
        regard(value, regard, at);
      }
      default -> regard(value, regard, at);
    }
  }

  void regardAll(Set<Value> values, Regard regard, int at) {
    values.forEach(value -> regard(value, regard, at));
  }

  /// What the surrounding code does with a value, wherever it came from.
  void regard(Value value, Regard regard, int at) {
    boolean handedOn = regard == Regard.ESCAPES || regard == Regard.CALLED;
    switch (value) {
      case Value.BuiltinModule(String name, int request) -> {
        if (handedOn) {
          seen.whole(new Capability.Builtin(name, null), request, at);
        }
      }
      case Value.ProcessObject(int request) -> {
        if (handedOn) {
          seen.whole(new Capability.Global("process"), request, at);
        } else if (regard.isProbe()) {
          seen.probe(new Capability.Global("process"), at);
        }
      }
      case Value.Env(int request) -> {
        if (handedOn) {
          seen.whole(new Capability.Global("process.env"), request, at);
        }
      }
      case Value.Powerful(String name) -> dynamicCode(name, regard, at);
      case Value.Leaf(Capability.Builtin(String module, String member), int _)
          when module.equals("vm") && regard == Regard.CALLED -> seen.mark(Mark.Kind.DYNAMIC_CODE, "vm." + member, at);
      case Value.Require _ -> {
        if (regard == Regard.ESCAPES) {
          seen.mark(Mark.Kind.DYNAMIC_SPECIFIER, "require", at);
        }
      }
      case Value.Closure(Routine routine) -> {
        if ((regard == Regard.ESCAPES || regard == Regard.ENTERED) && escaped.add(routine)) {
          escapes++;
        }
      }
      case Value.GlobalObject _ -> {
        if (regard == Regard.ESCAPES) {
          seen.mark(Mark.Kind.GLOBAL_HANDED_ON, "globalThis", at);
        }
      }
      case Value.Leaf _, Value.Intrinsic _, Value.Resolve _, Value.ModuleObject _,
          Value.ImportMeta _ -> {}
    }
  }

  private void dynamicCode(String name, Regard regard, int at) {
    boolean code = name.equals("Function") || name.equals("eval");
    if (!code || (regard != Regard.CALLED && regard != Regard.ESCAPES)) {
      return;
    }
    seen.whole(new Capability.Global(name), Value.NO_REQUEST, at);
    if (regard == Regard.CALLED) {
      seen.mark(Mark.Kind.DYNAMIC_CODE, name, at);
    }
  }

  private void in(Syntax.In in) {
    visit(in.key(), Regard.COMPARED);
    visit(in.object(), Regard.ENTERED);
    for (Value value : Flow.members(flow.values(in.object()), Constants.of(in.key()).texts())) {
      // whether a variable is set is all that many programs ask of it
      boolean variable = value instanceof Value.Leaf(Capability.Global(String path), int _) && path.startsWith("process.env");
      read(value, variable ? Regard.COMPARED : Regard.TYPE_ASKED, in.at());
    }
  }

  private void assign(Syntax.Assign assign, Regard regard) {
    if (assign.target() instanceof Syntax.Member member) {
      visit(assign.value(), Regard.ESCAPES);
      written(member);
    } else {
      visit(assign.value(), Regard.FOLLOWED);
      boolean computed = assign.how() == Syntax.Assign.How.COMPUTED;
      if (assign.target() instanceof Syntax.ObjectPattern pattern) {
        taken(pattern, assign.value());
      }
      pattern(assign.target(), computed ? Set.of() : flow.values(assign.value()));
    }
    if (regard != Regard.DROPPED && regard != Regard.FOLLOWED) {
      regardAll(flow.values(assign), regard, assign.at());
    }
  }

  /// `const { WebSocket } = shim()`; the options that a caller hands over are not meant.
  private void taken(Syntax.ObjectPattern pattern, Syntax value) {
    if (value instanceof Syntax.Parameter || !flow.values(value).isEmpty()) {
      return;
    }
    for (Syntax.ObjectPattern.Property property : pattern.properties()) {
      unknown.read(value, Flow.keys(property.key(), property.computed()).texts(), Regard.FOLLOWED, property.at());
    }
  }

  /// A target and the values that it gets.
  private void pattern(@Nullable Syntax target, Set<Value> values) {
    switch (target) {
      case null -> {}
      case Syntax.Name name -> writes.to(name);
      case Syntax.Member member -> {
        written(member);
        regardAll(values, Regard.ESCAPES, member.at());
      }
      case Syntax.Default(Syntax inner, Syntax value, int _) -> {
        visit(value, Regard.FOLLOWED);
        pattern(inner, Flow.union(values, flow.values(value)));
      }
      case Syntax.ArrayPattern(List<Syntax> targets, int at) -> {
        regardAll(values, Regard.ESCAPES, at);
        targets.forEach(inner -> pattern(inner, Set.of()));
      }
      case Syntax.ObjectPattern pattern -> objectPattern(pattern, values);
      default -> visit(target, Regard.COMPARED);
    }
  }

  private void objectPattern(Syntax.ObjectPattern pattern, Set<Value> values) {
    for (Syntax.ObjectPattern.Property property : pattern.properties()) {
      visit(property.computed(), Regard.COMPARED);
      Constants keys = Flow.keys(property.key(), property.computed());
      if (!keys.complete()) {
        values.forEach(value -> enteredBlindly(value, property.at()));
      }
      Set<Value> members = Flow.members(values, keys.texts());
      members.forEach(member -> read(member, Regard.FOLLOWED, property.at()));
      pattern(property.target(), members);
    }
    Syntax rest = pattern.rest();
    if (rest != null) {
      values.forEach(value -> enteredBlindly(value, rest.at()));
      pattern(rest, Set.of());
    }
  }
}
