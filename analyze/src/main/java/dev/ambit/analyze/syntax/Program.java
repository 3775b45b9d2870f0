package dev.ambit.analyze.syntax;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// One parsed file.
///
/// @param strict whether the module body itself is strict
/// @param body its statements
/// @param free every free name, by one binding each
/// @param topLevel names declared at the top level of the module
/// @param requests its import and re-export declarations, in source order
/// @param exports its own bindings that other modules can import
/// @param assignments every [Syntax.Assign] in it
/// @param calls every [Syntax.Call] in it
/// @param returns every [Syntax.Return] in it
public record Program(
    boolean strict,
    List<Syntax> body,
    List<Binding> free,
    SortedSet<String> topLevel,
    List<Request> requests,
    List<Syntax.Name> exports,
    List<Syntax.Assign> assignments,
    List<Syntax.Call> calls,
    List<Syntax.Return> returns) {

  /// One `import … from` or `export … from`.
  ///
  /// @param specifier of the module
  /// @param items what is taken from it; empty for `import 'x'`
  /// @param at where the declaration starts
  public record Request(String specifier, List<Item> items, int at) {}

  /// One thing taken from a module.
  ///
  /// @param imported name in that module, or null for all of it
  /// @param binding the variable that holds it, or null when it is exported again
  /// @param at where it is named
  public record Item(@Nullable String imported, @Nullable Binding binding, int at) {}
}
