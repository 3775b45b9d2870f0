package dev.ambit.core.usage;

import dev.ambit.core.capability.Builtins;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What analysis saw in one source file. A function of the file's bytes and of `kind` only, so that it
/// can be cached by content.
///
/// @param kind CommonJS or ES module
/// @param strict whether the module body itself is strict
/// @param uses capabilities seen, in source order
/// @param specifiers modules asked for, in source order
/// @param free free identifiers, without `require`, `module`, `exports`, `__filename`, `__dirname` in CommonJS
/// @param assigned the free identifiers among [#free()] that the file assigns to (`x = 1` without a declaration)
/// @param topLevel names declared at the top level of the module
/// @param marks primordial writes, dynamic code and so on
/// @param error why the file cannot be analysed, with its place; then everything else is empty
public record FileUsage(
    ModuleKind kind,
    boolean strict,
    List<Use> uses,
    List<Specifier> specifiers,
    SortedSet<String> free,
    SortedSet<String> assigned,
    SortedSet<String> topLevel,
    List<Mark> marks,
    @Nullable Failure error) {

  /// Whether it loads something whose name is computed at run time.
  public boolean loadsComputed() {
    return specifiers.stream().anyMatch(Specifier::isDynamic)
        || marks.stream().anyMatch(m -> m.kind() == Mark.Kind.DYNAMIC_SPECIFIER);
  }

  /// The free identifiers that have another meaning in each package: those that are neither intrinsics nor harmless host
  /// globals, `process` and `window` for example, and `console` in ES modules, where the guard has to know that a module's
  /// own `console` would not be in the way.
  public SortedSet<String> given() {
    Builtins builtins = Builtins.get();
    SortedSet<String> given = new TreeSet<>(free);
    given.removeIf(
        name ->
            builtins.isIntrinsic(name)
                || (builtins.isHarmlessGlobal(name) && !(kind == ModuleKind.ESM && name.equals("console"))));
    return Collections.unmodifiableSortedSet(given);
  }

  /// The names of the global object that the file replaces or adds; `[…]` where it is any name.
  public Stream<String> replaced() {
    return marks.stream().filter(m -> m.kind() == Mark.Kind.GLOBAL_WRITE).map(Mark::detail);
  }

  /// Why a file cannot be declared.
  ///
  /// @param message lower case, one line
  /// @param position where, as far as known
  public record Failure(String message, Position position) {}
}
