package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Binding;
import dev.ambit.analyze.syntax.Syntax;
import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.usage.Mark;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Members of values that nothing is known of, where they have the name of a powerful global or of a door of
/// `process`: `globals_1.globalThisShim.WebSocket`. Whether such a value can be the global object, or `process`, is
/// for the package's other files to say.
final class UnknownMembers {
  private static final Set<String> EVERYBODYS = Set.of("eval", "process");

  private final Flow flow;
  private final Sightings seen;

  UnknownMembers(Flow flow, Sightings seen) {
    this.flow = flow;
    this.seen = seen;
  }

  /// Notes the member, unless it is only asked for.
  void read(Syntax base, List<String> keys, Regard regard, int at) {
    if (regard.isProbe() || keys.isEmpty() || !mayBeGlobal(base)) {
      return;
    }
    String process = process(base);
    for (String key : keys) {
      if (process != null) {
        Value object = process.isEmpty() ? new Value.ProcessObject(Value.NO_REQUEST) : new Value.Env(Value.NO_REQUEST);
        note(Members.of(object, key), at);
      } else if (isDoor("process." + key) && regard == Regard.CALLED) {
        seen.mark(Mark.Kind.UNKNOWN_MEMBER, "process." + key, at);
      } else if (isGlobal(key, regard)) {
        seen.mark(Mark.Kind.UNKNOWN_MEMBER, "globalThis." + key, at);
      }
    }
  }

  private static boolean isGlobal(String key, Regard regard) {
    boolean named = Builtins.get().isPowerfulGlobal(key) && !EVERYBODYS.contains(key);
    // the constructor itself is often only compared with
    return named && (!key.equals("Function") || regard == Regard.CALLED);
  }

  private static boolean isDoor(String path) {
    Capability member = new Capability.Global(path);
    boolean harmless = Builtins.get().isHarmlessProcessMember(path.substring("process.".length()));
    return Builtins.get().isDoor(member) && !harmless;
  }

  private void note(@Nullable Value member, int at) {
    if (member instanceof Value.Leaf(Capability.Global(String path), int _)
        && !Builtins.get().isHarmlessProcessMember(path.substring("process.".length()))) {
      seen.mark(Mark.Kind.UNKNOWN_MEMBER, "globalThis." + path, at);
    }
  }

  /// What of `process` the expression is if it is reached from an unknown value: empty for `x.process`, `env` for
  /// `x.process.env`, null for anything else.
  private @Nullable String process(Syntax node) {
    if (!(node instanceof Syntax.Member(Syntax base, String key, Syntax _, int _))) {
      return null;
    }
    if ("process".equals(key) && flow.values(base).isEmpty()) {
      return "";
    }
    return "env".equals(key) && "".equals(process(base)) ? "env" : null;
  }

  /// Whether another file may have handed out the global object as this.
  private static boolean mayBeGlobal(Syntax node) {
    return switch (node) {
      case Syntax.Member _ -> true;
      case Syntax.Call call -> !call.construct();
      case Syntax.Parameter _, Syntax.Choice _, Syntax.Sequence _, Syntax.Await _, Syntax.Assign _ -> true;
      case Syntax.Name(Binding binding, int _) -> switch (binding.origin()) {
        case FREE, WRAPPER -> false;
        case IMPORT -> true;
        case LOCAL -> binding.onlyValue() == null || (mayBeGlobal(binding.onlyValue()) && !isPackage(binding.onlyValue()));
      };
      default -> false;
    };
  }

  /// `require('axios')`: what another package gives is not this one's global object.
  private static boolean isPackage(Syntax node) {
    return node instanceof Syntax.Call(Syntax.Name(Binding binding, int _), List<Syntax> arguments, boolean _, int _)
        && binding.origin() == Binding.Origin.WRAPPER
        && arguments.size() == 1
        && arguments.getFirst() instanceof Syntax.Literal(String text, boolean _, int _)
        && text != null
        && !text.startsWith(".");
  }
}
