package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Binding;
import dev.ambit.analyze.syntax.Syntax;
import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.Patches;
import dev.ambit.core.capability.Primordials;
import dev.ambit.core.usage.Mark;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes that reach beyond the file: to intrinsics, to the global object, to free names.
final class Writes {
  private static final Set<String> DEFINING =
      Set.of(
          "Object.defineProperty", "Object.defineProperties", "Object.assign", "Object.setPrototypeOf",
          "Reflect.defineProperty", "Reflect.set", "Reflect.deleteProperty", "Reflect.setPrototypeOf");

  /// Of these the second argument names the property.
  private static final Set<String> NAMING =
      Set.of("Object.defineProperty", "Reflect.defineProperty", "Reflect.set", "Reflect.deleteProperty");

  private static final Set<String> LEGACY = Set.of("__defineGetter__", "__defineSetter__");

  private final Flow flow;
  private final Sightings seen;

  Writes(Flow flow, Sightings seen) {
    this.flow = flow;
    this.seen = seen;
  }

  /// Records an assignment to, update or delete of `target`.
  void to(Syntax target) {
    switch (target) {
      case Syntax.Name(Binding binding, int at) when binding.isFree() -> {
        Builtins builtins = Builtins.get();
        if (builtins.isIntrinsic(binding.name()) || builtins.isHarmlessGlobal(binding.name())) {
          seen.mark(Mark.Kind.GLOBAL_WRITE, binding.name(), at);
        } else {
          seen.assigned(binding.name());
        }
      }
      case Syntax.Member member -> {
        Constants keys = Flow.keys(member.key(), member.computed());
        for (Value base : flow.values(member.base())) {
          member(base, keys, describe(member.computed()), member.at());
        }
      }
      default -> {}
    }
  }

  /// Records what a statement replaces that runs whenever the file does; those below conditions and in functions are
  /// none of the program's own statements.
  void always(Syntax statement) {
    if (statement instanceof Syntax.Assign(Syntax.Member member, Syntax _, Syntax.Assign.How how, int _)
        && how == Syntax.Assign.How.PLAIN) {
      Constants keys = Flow.keys(member.key(), member.computed());
      for (Value base : flow.values(member.base())) {
        String path = base instanceof Value.Intrinsic(String name) ? name : "";
        keys.texts().stream()
            .map(key -> path + "." + key)
            .filter(Primordials::exist)
            .forEach(replaced -> seen.mark(Mark.Kind.PRIMORDIAL_REPLACED, replaced, member.at()));
      }
    }
  }

  private void member(Value base, Constants keys, String otherwise, int at) {
    if (base instanceof Value.Intrinsic(String path)) {
      if (keys.texts().isEmpty()) {
        seen.mark(Mark.Kind.PRIMORDIAL_WRITE, path + otherwise, at);
      }
      for (String key : keys.texts()) {
        String written = path + "." + key;
        seen.mark(Mark.Kind.PRIMORDIAL_WRITE, written, at);
        if (Builtins.get().isSetting(written)) {
          seen.whole(new Capability.Global(written), Value.NO_REQUEST, at);
        }
      }
    } else if (base instanceof Value.Powerful(String name) && name.equals("Function")) {
      keys.texts().forEach(key -> seen.mark(Mark.Kind.PRIMORDIAL_WRITE, "Function." + key, at));
    } else if (base instanceof Value.GlobalObject) {
      if (keys.texts().isEmpty()) {
        seen.mark(Mark.Kind.GLOBAL_WRITE, otherwise, at);
      }
      keys.texts().forEach(key -> seen.mark(Mark.Kind.GLOBAL_WRITE, key, at));
    } else if (base instanceof Value.BuiltinModule || base instanceof Value.ProcessObject) {
      String of = base instanceof Value.BuiltinModule(String name, int _) ? name : "process";
      for (String key : keys.texts()) {
        Capability written = Capability.builtin(of, key);
        if (Patches.all().contains(new Capability.Patch(written))) {
          seen.mark(Mark.Kind.MEMBER_WRITE, written.text(), at);
        }
      }
    }
  }

  /// `[Symbol.iterator]` as written, other computed keys as `[…]`.
  private static String describe(@Nullable Syntax computed) {
    return computed instanceof Syntax.Member(Syntax.Name(Binding binding, int _), String key, Syntax _, int _)
            && binding.isFree()
            && binding.name().equals("Symbol")
            && key != null
        ? "[Symbol." + key + "]"
        : "[…]";
  }

  /// Records a call that defines, assigns or deletes properties of its first argument or receiver.
  void call(Calls.Effective call, int at) {
    List<Syntax> arguments = call.arguments();
    if (call.callee() instanceof Syntax.Member(Syntax base, String key, Syntax _, int _)
        && key != null
        && LEGACY.contains(key)
        && !arguments.isEmpty()) {
      Constants keys = Constants.of(arguments.getFirst());
      flow.values(base).forEach(value -> member(value, keys, "[…]", at));
    }
    if (arguments.isEmpty()) {
      return;
    }
    Set<Value> callees = flow.values(call.callee());
    // `es5.defineProperty(Error, 'marker', …)`: whoever has such a method, it is the language's or does the same
    if (callees.isEmpty()
        && call.callee() instanceof Syntax.Member(Syntax _, String key, Syntax _, int _)
        && "defineProperty".equals(key)
        && arguments.size() > 2) {
      Constants keys = Constants.of(arguments.get(1));
      if (!keys.texts().isEmpty()) {
        flow.values(arguments.getFirst()).forEach(value -> member(value, keys, "[…]", at));
      }
    }
    for (Value callee : callees) {
      if (callee instanceof Value.Intrinsic(String path) && DEFINING.contains(path)) {
        boolean named = NAMING.contains(path) && arguments.size() > 1;
        Constants keys = named ? Constants.of(arguments.get(1)) : new Constants(List.of(), false);
        boolean prototype = path.endsWith("setPrototypeOf");
        String otherwise = prototype ? ".__proto__" : named ? describe(arguments.get(1)) : "[…]";
        flow.values(arguments.getFirst()).forEach(value -> member(value, keys, otherwise, at));
      }
    }
  }
}
