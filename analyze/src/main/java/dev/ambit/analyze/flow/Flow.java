package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Binding;
import dev.ambit.analyze.syntax.Program;
import dev.ambit.analyze.syntax.Routine;
import dev.ambit.analyze.syntax.Syntax;
import dev.ambit.core.capability.Capability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which values reach which variables, whatever the order of execution: assignments, parameters and
/// results of the file's own functions are followed until nothing changes. A variable holds the union of
/// everything ever assigned to it.
final class Flow {
  private static final Capability CREATE_REQUIRE = new Capability.Builtin("module", "createRequire");
  private static final Capability LOAD = new Capability.Builtin("module", "_load");
  private static final Capability GET_BUILTIN = new Capability.Global("process.getBuiltinModule");

  private static final Set<Capability> RETURN_PROCESS =
      Stream.of("addListener", "off", "on", "once", "prependListener", "prependOnceListener", "removeAllListeners", "removeListener", "setMaxListeners")
          .map(name -> new Capability.Global("process." + name))
          .collect(Collectors.toUnmodifiableSet());

  private record Slot(Routine routine, int index) {}

  private final Map<Binding, Set<Value>> variables = new HashMap<>();
  private final Map<Slot, Set<Value>> parameters = new HashMap<>();
  private final Map<Routine, Set<Value>> results = new HashMap<>();
  /// The one call of a function that is called in the place where it is written.
  private final Map<Routine, Syntax.Call> inPlace = new HashMap<>();

  /// Results within one round: without it, long chains of calls cost the square of their length.
  private final IdentityHashMap<Syntax, Set<Value>> known = new IdentityHashMap<>();

  private boolean changed;

  Flow(Program program) {
    program.requests().forEach(this::imports);
    for (Syntax.Call call : program.calls()) {
      if (Calls.last(call.callee()) instanceof Syntax.Closure(Routine routine, int _)) {
        inPlace.put(routine, call);
      }
    }
    do {
      changed = false;
      known.clear();
      for (Syntax.Assign assign : program.assignments()) {
        if (assign.how() != Syntax.Assign.How.COMPUTED) {
          flowInto(assign.target(), values(assign.value()));
        }
      }
      program.calls().forEach(this::passArguments);
      for (Syntax.Return result : program.returns()) {
        if (!result.routine().isGenerator()) {
          add(results, result.routine(), values(result.value()));
        }
      }
    } while (changed);
  }

  private void imports(Program.Request request) {
    Value module = Members.builtin(request.specifier(), request.at());
    if (module == null) {
      return;
    }
    for (Program.Item item : request.items()) {
      Value value = item.imported() == null ? module : Members.of(module, item.imported());
      if (item.binding() != null && value != null) {
        add(variables, item.binding(), Set.of(value));
      }
    }
  }

  private <K> void add(Map<K, Set<Value>> holders, K holder, Set<Value> values) {
    if (!values.isEmpty()) {
      changed |= holders.computeIfAbsent(holder, _ -> new LinkedHashSet<>()).addAll(values);
    }
  }

  private void flowInto(@Nullable Syntax target, Set<Value> values) {
    switch (target) {
      case Syntax.Name(Binding binding, int _) -> add(variables, binding, values);
      case Syntax.Default(Syntax inner, Syntax value, int _) -> flowInto(inner, union(values, values(value)));
      case Syntax.ArrayPattern(List<Syntax> targets, int _) -> targets.forEach(t -> flowInto(t, Set.of()));
      case Syntax.ObjectPattern pattern -> {
        for (Syntax.ObjectPattern.Property property : pattern.properties()) {
          flowInto(property.target(), members(values, keys(property.key(), property.computed()).texts()));
        }
      }
      case null, default -> {}
    }
  }

  /// Binds arguments to parameters where the callee is a function of this file.
  private void passArguments(Syntax.Call call) {
    Syntax promise = Calls.thenable(call);
    if (promise != null) {
      Routine callback = definite(call.arguments().getFirst());
      Set<Value> values = callback == null ? Set.of() : values(promise);
      if (callback != null && values.stream().anyMatch(Flow::isNamespace)) {
        add(parameters, new Slot(callback, 0), values);
      }
      return;
    }
    if (call.spreads() || Calls.interop(call) != null) {
      return;
    }
    boolean inPlace = Calls.last(call.callee()) instanceof Syntax.Closure;
    Calls.Effective effective = Calls.effective(call);
    List<Routine> routines = closures(effective.callee());
    for (Routine routine : routines) {
      for (int i = 0; i < effective.arguments().size(); i++) {
        Set<Value> values = values(effective.arguments().get(i));
        // a function handed to a named function is not followed: there may be thousands
        add(parameters, new Slot(routine, i), inPlace ? values : withoutClosures(values));
      }
    }
  }

  private static Set<Value> withoutClosures(Set<Value> values) {
    if (values.isEmpty()) {
      return values;
    }
    Set<Value> others = new LinkedHashSet<>(values);
    others.removeIf(Value.Closure.class::isInstance);
    return others;
  }

  /// The one function of this file that an expression is whenever it is reached, or null.
  @Nullable Routine definite(Syntax node) {
    return switch (Calls.last(node)) {
      case Syntax.Closure(Routine routine, int _) -> routine;
      case Syntax.Name(Binding binding, int _) -> switch (binding.onlyValue()) {
        case Syntax.Closure(Routine routine, int _) -> routine;
        case Syntax.Parameter(Routine routine, int index, boolean rest, int _) -> {
          Syntax.Call call = inPlace.get(routine);
          if (call == null || rest || call.spreads() || index >= call.arguments().size()) {
            yield null;
          }
          yield call.arguments().get(index) instanceof Syntax.Closure(Routine argument, int _) ? argument : null;
        }
        case null, default -> null;
      };
      default -> null;
    };
  }

  /// The functions of this file that an expression may be.
  List<Routine> closures(Syntax node) {
    if (node instanceof Syntax.Closure(Routine routine, int _)) {
      return List.of(routine);
    }
    Set<Value> values = values(node);
    if (values.isEmpty()) {
      return List.of();
    }
    List<Routine> routines = new ArrayList<>(1);
    for (Value value : values) {
      if (value instanceof Value.Closure(Routine routine)) {
        routines.add(routine);
      }
    }
    return routines;
  }

  static boolean isNamespace(Value value) {
    return value instanceof Value.BuiltinModule || value instanceof Value.ProcessObject || value instanceof Value.Env;
  }

  static Set<Value> union(Set<Value> a, Set<Value> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    Set<Value> both = new LinkedHashSet<>(a);
    both.addAll(b);
    return both;
  }

  /// The constant keys of a member or property.
  static Constants keys(@Nullable String key, @Nullable Syntax computed) {
    if (key != null) {
      return new Constants(List.of(key), true);
    }
    return computed == null ? new Constants(List.of(), false) : Constants.of(computed);
  }

  static Set<Value> members(Set<Value> bases, List<String> keys) {
    if (bases.isEmpty() || keys.isEmpty()) {
      return Set.of();
    }
    Set<Value> members = new LinkedHashSet<>();
    for (Value base : bases) {
      for (String key : keys) {
        Value member = Members.of(base, key);
        if (member != null) {
          members.add(member);
        }
      }
    }
    return members;
  }

  /// What an expression may hold.
  Set<Value> values(Syntax node) {
    return switch (node) {
      case Syntax.Name(Binding binding, int _) -> variable(binding);
      case Syntax.Member member -> member(member);
      case Syntax.Call call -> once(call, () -> result(call));
      case Syntax.ImportCall(Syntax specifier, List<Syntax> _, int at) -> modules(specifier, at);
      case Syntax.ImportMeta _ -> Set.of(new Value.ImportMeta());
      case Syntax.Closure(Routine routine, int _) -> Set.of(new Value.Closure(routine));
      case Syntax.Parameter(Routine routine, int index, boolean rest, int _) ->
          rest ? Set.of() : parameters.getOrDefault(new Slot(routine, index), Set.of());
      case Syntax.Assign(Syntax target, Syntax value, Syntax.Assign.How how, int _) -> switch (how) {
        case PLAIN -> values(value);
        case LOGICAL -> union(values(target), values(value));
        case COMPUTED -> Set.of();
      };
      case Syntax.Choice choice -> {
        Set<Value> values = Set.of();
        for (Syntax option : choice.options()) {
          values = union(values, values(option));
        }
        yield values;
      }
      case Syntax.Sequence(List<Syntax> nodes, int _) -> values(nodes.getLast());
      case Syntax.Await(Syntax value, int _) -> values(value);
      default -> Set.of();
    };
  }

  private Set<Value> once(Syntax node, Supplier<Set<Value>> values) {
    Set<Value> found = known.get(node);
    if (found == null) {
      found = values.get();
      known.put(node, found);
    }
    return found;
  }

  private Set<Value> variable(Binding binding) {
    Set<Value> assigned = variables.getOrDefault(binding, Set.of());
    Value initial = switch (binding.origin()) {
      case FREE -> Members.global(binding.name());
      case WRAPPER -> switch (binding.name()) {
        case "require" -> new Value.Require();
        case "module" -> new Value.ModuleObject();
        default -> null;
      };
      case LOCAL, IMPORT -> null;
    };
    return initial == null ? assigned : union(Set.of(initial), assigned);
  }

  private Set<Value> member(Syntax.Member member) {
    List<String> keys = keys(member.key(), member.computed()).texts();
    if (keys.isEmpty()) {
      return Set.of();
    }
    Set<Value> found = members(bases(member), keys);
    if (found.isEmpty()) {
      return Literals.member(member.base(), keys);
    }
    return found;
  }

  /// What a member is looked for in. `process.once('SIGINT', stop).setMaxListeners(0)`: what adds a listener returns the emitter.
  Set<Value> bases(Syntax.Member member) {
    Set<Value> bases = values(member.base());
    if (!bases.isEmpty() || !(member.base() instanceof Syntax.Call call)) {
      return bases;
    }
    Set<Value> emitters = new LinkedHashSet<>();
    for (Value callee : once(call.callee(), () -> values(call.callee()))) {
      if (callee instanceof Value.Leaf(Capability capability, int request) && RETURN_PROCESS.contains(capability)) {
        emitters.add(new Value.ProcessObject(request));
      }
    }
    return emitters;
  }

  private Set<Value> result(Syntax.Call call) {
    Syntax module = Calls.interop(call);
    if (module != null) {
      return values(module);
    }
    Calls.Effective effective = Calls.effective(call);
    Set<Value> callees = values(effective.callee());
    if (callees.isEmpty()) {
      boolean required = Calls.requires(effective.callee()) && effective.arguments().size() == 1;
      return required ? modules(effective.arguments().getFirst(), call.at()) : bound(call);
    }
    Set<Value> values = Set.of();
    for (Value callee : callees) {
      values = union(values, resultOf(callee, effective, call.at()));
    }
    return values;
  }

  private Set<Value> resultOf(Value callee, Calls.Effective call, int at) {
    return switch (callee) {
      case Value.Closure(Routine routine) -> results.getOrDefault(routine, Set.of());
      case Value.Require _ -> call.arguments().isEmpty() ? Set.of() : modules(call.arguments().getFirst(), at);
      case Value.Leaf(Capability capability, int _) when capability.equals(CREATE_REQUIRE) ->
          Set.of(new Value.Require());
      case Value.Leaf(Capability capability, int _) when loads(capability) ->
          call.arguments().isEmpty() ? Set.of() : modules(call.arguments().getFirst(), at);
      case Value.Intrinsic(String path) -> reflected(path, call.arguments());
      default -> Set.of();
    };
  }

  /// `Reflect.get(globalThis, 'fetch')`, `Object.getPrototypeOf(async () => {})`.
  Set<Value> reflected(String path, List<Syntax> arguments) {
    return switch (path) {
      case "Reflect.get" ->
          arguments.size() < 2 ? Set.of() : members(values(arguments.get(0)), Constants.of(arguments.get(1)).texts());
      case "Object.getPrototypeOf", "Reflect.getPrototypeOf" -> {
        String prototype = arguments.isEmpty() ? "" : Literals.prototype(arguments.getFirst());
        yield prototype.isEmpty() ? Set.of() : Set.of(new Value.Intrinsic(prototype));
      }
      default -> Set.of();
    };
  }

  /// `require.bind(null)` is `require` still.
  private Set<Value> bound(Syntax.Call call) {
    if (!(call.callee() instanceof Syntax.Member(Syntax base, String key, Syntax _, int _)) || !"bind".equals(key)) {
      return Set.of();
    }
    Set<Value> bound = new LinkedHashSet<>(values(base));
    bound.removeIf(value -> !(value instanceof Value.Require || value instanceof Value.Powerful));
    return bound;
  }

  /// Whether calling the member returns the builtin that its first argument names.
  static boolean loads(Capability capability) {
    return capability.equals(LOAD) || capability.equals(GET_BUILTIN);
  }

  private static Set<Value> modules(Syntax specifier, int at) {
    Set<Value> modules = new LinkedHashSet<>();
    for (String text : Constants.of(specifier).texts()) {
      Value module = Members.builtin(text, at);
      if (module != null) {
        modules.add(module);
      }
    }
    return modules;
  }
}
