package dev.ambit.analyze.graal;

import com.oracle.js.parser.ir.Block;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.Scope;
import com.oracle.js.parser.ir.Symbol;
import dev.ambit.analyze.syntax.Binding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Resolves names through the scopes that GraalJS's parser builds, one [Binding] for each symbol.
final class Scopes {
  private final Deque<Scope> open = new ArrayDeque<>();
  private final Deque<FunctionNode> functions = new ArrayDeque<>();
  private final IdentityHashMap<Symbol, Binding> bindings = new IdentityHashMap<>();
  private final Map<String, Binding> free = new TreeMap<>();
  private final @Nullable Scope wrapper;
  private final Binding arguments = new Binding("arguments", Binding.Origin.LOCAL);

  /// @param wrapper scope of the CommonJS wrapper's parameters, null in a module
  Scopes(@Nullable Scope wrapper) {
    this.wrapper = wrapper;
    arguments.assignUnknown();
  }

  /// Opens a scope; nothing happens without one.
  boolean enter(@Nullable Scope scope) {
    if (scope == null) {
      return false;
    }
    open.push(scope);
    return true;
  }

  void leave() {
    open.pop();
  }

  void enterFunction(FunctionNode function) {
    functions.push(function);
  }

  void leaveFunction() {
    functions.pop();
  }

  /// The variable that a name means here.
  Binding resolve(String name) {
    for (Scope scope = open.peek(); scope != null; scope = scope.getParent()) {
      Symbol symbol = scope.getExistingSymbol(name);
      if (symbol != null) {
        return binding(symbol, scope);
      }
    }
    if (name.equals("arguments") && functions.stream().anyMatch(Scopes::hasArguments)) {
      return arguments;
    }
    return free.computeIfAbsent(name, n -> new Binding(n, Binding.Origin.FREE));
  }

  private Binding binding(Symbol symbol, Scope scope) {
    Binding known = bindings.get(symbol);
    if (known == null) {
      known = new Binding(symbol.getName(), origin(symbol, scope));
      if (symbol.isCatchParameter() || symbol.isFunctionSelf()) {
        known.assignUnknown();
      }
      bindings.put(symbol, known);
    }
    return known;
  }

  private Binding.Origin origin(Symbol symbol, Scope scope) {
    if (symbol.isImportBinding()) {
      return Binding.Origin.IMPORT;
    }
    return scope == wrapper && symbol.isParam() ? Binding.Origin.WRAPPER : Binding.Origin.LOCAL;
  }

  private static boolean hasArguments(FunctionNode function) {
    return !function.isArrow() && !function.isProgram() && !function.isModule();
  }

  /// Every free name met so far, sorted.
  List<Binding> free() {
    return List.copyOf(free.values());
  }

  /// The names that the body itself declares.
  static SortedSet<String> declared(FunctionNode body) {
    SortedSet<String> names = new TreeSet<>();
    for (Block block : List.of(body.getBody(), body.getVarDeclarationBlock())) {
      for (Symbol symbol : block.getSymbols()) {
        boolean own =
            !symbol.isInternal()
                && !symbol.isThis()
                && !symbol.isArguments()
                && !symbol.isNewTarget()
                && !symbol.isSuper()
                && !symbol.getName().startsWith("*")
                && !symbol.isParam();
        if (own) {
          names.add(symbol.getName());
        }
      }
    }
    return names;
  }
}
