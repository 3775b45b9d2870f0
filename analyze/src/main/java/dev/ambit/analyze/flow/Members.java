package dev.ambit.analyze.flow;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.Primordials;
import dev.ambit.core.capability.UnknownCapabilityException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What a name on the global object, or a member of a value, is.
final class Members {
  private static final Builtins BUILTINS = Builtins.get();

  private static final Capability MAIN_MODULE = new Capability.Global("process.mainModule");

  /// Whether a builtin's or process's member exists; asking costs an exception.
  private static final Map<Capability, Boolean> EXISTS = new ConcurrentHashMap<>();

  /// Intrinsics that have constructors as members.
  private static final Set<String> NAMESPACES = Set.of("Intl", "Temporal");

  private static final Set<String> OBJECT_METHODS =
      Set.of("hasOwnProperty", "propertyIsEnumerable", "isPrototypeOf", "toString", "toLocaleString", "valueOf");

  /// What of `RegExp` holds the last match of everybody.
  private static final Set<String> LAST_MATCH =
      Set.of(
          "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$_", "$&", "$+", "$`", "$'", "input", "lastMatch",
          "lastParen", "leftContext", "rightContext");

  private Members() {}

  /// What a free name stands for, or null when for nothing of interest.
  static @Nullable Value global(String name) {
    if (name.equals("process")) {
      return new Value.ProcessObject(Value.NO_REQUEST);
    }
    if (BUILTINS.isOwnGlobal(name)) {
      return new Value.GlobalObject();
    }
    if (BUILTINS.isPowerfulGlobal(name)) {
      return new Value.Powerful(name);
    }
    return BUILTINS.isIntrinsic(name) ? new Value.Intrinsic(name) : null;
  }

  /// The builtin that a specifier names, or null when it names none.
  static @Nullable Value builtin(String specifier, int request) {
    String name = BUILTINS.module(specifier).orElse(null);
    if (name == null) {
      return null;
    }
    return name.equals("process") ? new Value.ProcessObject(request) : new Value.BuiltinModule(name, request);
  }

  /// What `base.key` is, or null when nothing of interest.
  static @Nullable Value of(Value base, String key) {
    return switch (base) {
      case Value.BuiltinModule module -> ofModule(module, key);
      case Value.ProcessObject(int request) -> ofProcess(key, request);
      case Value.Env(int request) -> ofEnv(key, request);
      case Value.GlobalObject _ -> global(key);
      case Value.Powerful(String name) -> ofPowerful(name, key);
      case Value.Intrinsic(String path) -> ofIntrinsic(path, key);
      case Value.Require _ -> switch (key) {
        case "resolve" -> new Value.Resolve();
        case "main" -> new Value.ModuleObject();
        default -> null;
      };
      case Value.ModuleObject _ -> ofModuleObject(key);
      case Value.Leaf(Capability capability, int _) ->
          capability.equals(MAIN_MODULE) ? ofModuleObject(key) : null;
      case Value.ImportMeta _ -> key.equals("resolve") ? new Value.Resolve() : null;
      case Value.Closure _ -> key.equals("constructor") ? new Value.Powerful("Function") : null;
      case Value.Resolve _ -> null;
    };
  }

  private static @Nullable Value ofModuleObject(String key) {
    return switch (key) {
      case "require" -> new Value.Require();
      case "parent" -> new Value.ModuleObject();
      case "constructor" -> new Value.BuiltinModule("module", Value.NO_REQUEST);
      default -> null;
    };
  }

  private static @Nullable Value ofModule(Value.BuiltinModule module, String key) {
    // the default export of a builtin is the builtin itself; compilers' helpers make the same shape
    if (key.equals("default") || (module.name().equals("module") && key.equals("Module"))) {
      return module;
    }
    if (BUILTINS.isModule(module.name() + "/" + key)) {
      return new Value.BuiltinModule(module.name() + "/" + key, module.request());
    }
    if (module.name().equals("module") && key.equals("_load")) {
      return new Value.Leaf(new Capability.Builtin("module", "_load"), module.request());
    }
    Capability capability = new Capability.Builtin(module.name(), key);
    return exists(capability) ? new Value.Leaf(capability, module.request()) : null;
  }

  private static @Nullable Value ofProcess(String key, int request) {
    if (key.equals("env")) {
      return new Value.Env(request);
    }
    if (key.equals("default") && request != Value.NO_REQUEST) {
      return new Value.ProcessObject(request);
    }
    Capability capability = new Capability.Global("process." + key);
    return exists(capability) ? new Value.Leaf(capability, request) : null;
  }

  private static Value ofEnv(String key, int request) {
    boolean namesVariable = !key.isEmpty() && key.indexOf('.') < 0 && !OBJECT_METHODS.contains(key);
    return new Value.Leaf(new Capability.Global(namesVariable ? "process.env." + key : "process.env"), request);
  }

  private static @Nullable Value ofPowerful(String name, String key) {
    if (!name.equals("Function")) {
      return null;
    }
    return switch (key) {
      case "prototype" -> new Value.Intrinsic("Function.prototype");
      case "constructor" -> new Value.Powerful("Function");
      default -> null;
    };
  }

  private static @Nullable Value ofIntrinsic(String path, String key) {
    if (key.equals("constructor")) {
      // `Array.prototype.constructor` is Array; every other constructor below is Function
      int prototype = path.lastIndexOf(".prototype");
      boolean ofPrototype = prototype > 0 && prototype + ".prototype".length() == path.length();
      String owner = ofPrototype ? path.substring(0, prototype) : "Function";
      return owner.equals("Function") ? new Value.Powerful("Function") : new Value.Intrinsic(owner);
    }
    if (path.equals("RegExp") && LAST_MATCH.contains(key)) {
      return new Value.Leaf(new Capability.Global("RegExp.lastMatch"), Value.NO_REQUEST);
    }
    return leadsOn(path, key) ? new Value.Intrinsic(path + "." + key) : null;
  }

  /// Whether the language has the member. One that it has not leads nowhere: followed all the same, files that walk
  /// trees (`node.left.right`) would make a path of each chain of names they mention.
  private static boolean leadsOn(String path, String key) {
    boolean constructor = path.indexOf('.') < 0 || NAMESPACES.contains(path.substring(0, path.indexOf('.')));
    return switch (key) {
      case "prototype" -> path.endsWith(".__proto__") || (constructor && !path.endsWith(".prototype"));
      case "__proto__" -> !path.contains(".__proto__");
      default -> NAMESPACES.contains(path) || Primordials.exist(path + "." + key);
    };
  }

  private static boolean exists(Capability capability) {
    return EXISTS.computeIfAbsent(
        capability,
        c -> {
          try {
            BUILTINS.check(c);
            return true;
          } catch (UnknownCapabilityException e) {
            return false;
          }
        });
  }
}
