package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Binding;
import dev.ambit.analyze.syntax.Routine;
import dev.ambit.analyze.syntax.Syntax;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.usage.Mark;
import dev.ambit.core.usage.Specifier;
import java.util.List;
import java.util.Set;

/// What calls ask for, run as code, and hand on.
final class CallSites {
  private static final Set<String> TIMERS = Set.of("setTimeout", "setInterval", "setImmediate");

  private final Walk walk;
  private final Flow flow;
  private final Sightings seen;
  private final Writes writes;

  CallSites(Walk walk, Flow flow, Sightings seen, Writes writes) {
    this.walk = walk;
    this.flow = flow;
    this.seen = seen;
    this.writes = writes;
  }

  void importCall(Syntax.ImportCall call, Regard regard) {
    specifiers(call.specifier(), Specifier.Form.DYNAMIC_IMPORT, "import", call.at());
    modules(call.specifier(), call.at());
    walk.visit(call.specifier(), Regard.COMPARED);
    walk.visitAll(call.options(), Regard.ESCAPES);
    walk.regardAll(flow.values(call), regard, call.at());
  }

  void call(Syntax.Call call, Regard regard) {
    Syntax module = Calls.interop(call);
    if (module != null) {
      walk.visit(call.callee(), Regard.CALLED);
      walk.visit(module, regard == Regard.DROPPED ? Regard.FOLLOWED : regard);
      walk.visitAll(call.arguments().subList(1, call.arguments().size()), Regard.ESCAPES);
      return;
    }
    Calls.Effective effective = Calls.effective(call);
    walk.visit(call.callee(), Regard.CALLED);
    Set<Value> callees = flow.values(effective.callee());
    if (callees.isEmpty() && Calls.requires(effective.callee())) {
      spelledOut(effective.arguments(), call.at());
    }
    for (Value callee : callees) {
      asks(callee, effective.arguments(), call.at());
      if (!effective.direct()) {
        // f.call(…) calls f, though the walk saw a member of it
        walk.regard(callee, Regard.CALLED, call.at());
      }
    }
    if (effective.callee() instanceof Syntax.Member(Syntax base, String key, Syntax _, int _) && "apply".equals(key)) {
      // with arguments that nobody sees: `Function.apply(null, names.concat(text))`
      for (Value called : flow.values(base)) {
        if (called instanceof Value.Powerful) {
          walk.regard(called, Regard.CALLED, call.at());
        }
      }
    }
    passedOn(effective.arguments(), call.at());
    timer(effective, call.at());
    writes.call(effective, call.at());
    arguments(call, effective);
    if (regard != Regard.DROPPED) {
      walk.regardAll(flow.values(call), regard, call.at());
    }
  }

  /// Requests that the callee makes with its first argument.
  private void asks(Value callee, List<Syntax> arguments, int at) {
    if (arguments.isEmpty()) {
      return;
    }
    Syntax first = arguments.getFirst();
    switch (callee) {
      case Value.Require _ -> {
        specifiers(first, Specifier.Form.REQUIRE, "require", at);
        modules(first, at);
      }
      case Value.Resolve _ -> specifiers(first, Specifier.Form.RESOLVE, "resolve", at);
      case Value.Leaf(Capability capability, int _) when Flow.loads(capability) -> {
        if (capability instanceof Capability.Builtin) {
          specifiers(first, Specifier.Form.REQUIRE, "Module._load", at);
        } else if (!Constants.of(first).complete()) {
          seen.mark(Mark.Kind.DYNAMIC_SPECIFIER, "process.getBuiltinModule", at);
        }
        modules(first, at);
      }
      case Value.Leaf(Capability.Builtin(String module, String member), int _)
          when module.equals("module") && "_resolveFilename".equals(member) ->
          specifiers(first, Specifier.Form.RESOLVE, "Module._resolveFilename", at);
      case Value.Intrinsic(String path) when path.equals("Reflect.get") ->
          flow.reflected(path, arguments).forEach(value -> walk.read(value, Regard.FOLLOWED, at));
      default -> {}
    }
  }

  /// `optional(require, 'typescript')`, `dynamicRequire(module, 'worker_threads')`: whoever gets both may load that.
  private void passedOn(List<Syntax> arguments, int at) {
    boolean loader =
        arguments.stream()
            .flatMap(argument -> flow.values(argument).stream())
            .anyMatch(value -> value instanceof Value.Require || value instanceof Value.ModuleObject);
    if (!loader) {
      return;
    }
    for (Syntax argument : arguments) {
      if (argument instanceof Syntax.Literal) {
        Constants.of(argument).texts().stream()
            .filter(text -> !text.isEmpty())
            .forEach(text -> seen.specifier(text, Specifier.Form.REQUIRE, at));
        modules(argument, at);
      }
    }
  }

  /// A builtin; names of packages are as often what a map of a bundle has.
  private void spelledOut(List<Syntax> arguments, int at) {
    if (arguments.size() == 1) {
      Constants.of(arguments.getFirst()).texts().stream()
          .filter(text -> Members.builtin(text, at) != null)
          .forEach(text -> seen.specifier(text, Specifier.Form.REQUIRE, at));
      modules(arguments.getFirst(), at);
    }
  }

  private void specifiers(Syntax specifier, Specifier.Form form, String detail, int at) {
    Constants constants = Constants.of(specifier);
    constants.texts().stream().filter(text -> !text.isEmpty()).forEach(text -> seen.specifier(text, form, at));
    if (!constants.complete()) {
      seen.specifier("", form, at);
      seen.mark(Mark.Kind.DYNAMIC_SPECIFIER, detail, at);
    }
  }

  private void modules(Syntax specifier, int at) {
    for (String text : Constants.of(specifier).texts()) {
      Value builtin = Members.builtin(text, at);
      if (builtin != null) {
        seen.request(builtin, at);
      }
    }
  }

  private void timer(Calls.Effective call, int at) {
    boolean timer =
        call.callee() instanceof Syntax.Name(Binding binding, int _)
            && binding.isFree()
            && TIMERS.contains(binding.name())
            && !call.arguments().isEmpty();
    if (timer && !Constants.of(call.arguments().getFirst()).texts().isEmpty()) {
      seen.mark(Mark.Kind.DYNAMIC_CODE, "timer with a string", at);
    }
  }

  private void arguments(Syntax.Call call, Calls.Effective effective) {
    Syntax promise = Calls.thenable(call);
    if (promise != null) {
      promise(promise, call.arguments());
      return;
    }
    boolean followed = isFollowed(call, effective);
    boolean receiver = !effective.direct() && isOwnReceiver(call, effective);
    for (int i = 0; i < call.arguments().size(); i++) {
      Syntax argument = call.arguments().get(i);
      boolean known =
          (followed && isFollowable(argument, call)) || (receiver && i == 0) || (i == 0 && isLookedAt(argument, effective));
      walk.visit(argument, known ? Regard.FOLLOWED : Regard.ESCAPES);
    }
  }

  /// Whether every argument is bound to a parameter of one function of this file.
  private boolean isFollowed(Syntax.Call call, Calls.Effective effective) {
    Routine routine = flow.definite(effective.callee());
    return routine != null
        && effective.direct()
        && !call.spreads()
        && !routine.usesArguments()
        && !routine.isGenerator();
  }

  /// `Object.defineProperty(globalThis, …)` and its kind keep nothing of the global object.
  private boolean isLookedAt(Syntax argument, Calls.Effective effective) {
    Set<Value> values = flow.values(argument);
    if (values.isEmpty() || !effective.direct() || !values.stream().allMatch(Value.GlobalObject.class::isInstance)) {
      return false;
    }
    Set<Value> callees = flow.values(effective.callee());
    return !callees.isEmpty()
        && callees.stream().allMatch(
            callee ->
                callee instanceof Value.Intrinsic(String path)
                    && (path.startsWith("Object.") || path.startsWith("Reflect."))
                    && !path.endsWith(".create"));
  }

  /// Functions handed to named functions are not followed, see [Flow].
  private boolean isFollowable(Syntax argument, Syntax.Call call) {
    return Calls.last(call.callee()) instanceof Syntax.Closure || flow.closures(argument).isEmpty();
  }

  /// `fs.readFile.call(fs, …)` hands `fs` to itself only.
  private boolean isOwnReceiver(Syntax.Call call, Calls.Effective effective) {
    if (call.arguments().isEmpty()
        || !(effective.callee() instanceof Syntax.Member(Syntax base, String _, Syntax _, int _))) {
      return false;
    }
    Set<Value> bases = flow.values(base);
    return !bases.isEmpty() && bases.equals(flow.values(call.arguments().getFirst()));
  }

  private void promise(Syntax promise, List<Syntax> arguments) {
    Set<Value> values = flow.values(promise);
    boolean namespace = values.stream().anyMatch(Flow::isNamespace);
    Routine callback = flow.definite(arguments.getFirst());
    if (namespace && (callback == null || callback.usesArguments())) {
      walk.regardAll(values, Regard.ESCAPES, promise.at());
    }
    walk.visitAll(arguments, Regard.ESCAPES);
  }
}
