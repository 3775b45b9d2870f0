package dev.ambit.core.usage;

/// One request for another module.
///
/// @param text the specifier after constant folding, as `./lib/a.js`, `lodash/get`, `node:fs`; empty when not constant
/// @param form how it was asked for
/// @param position of the call or declaration
public record Specifier(String text, Form form, Position position) {
  /// The four ways to ask.
  public enum Form {
    REQUIRE,
    RESOLVE,
    IMPORT,
    DYNAMIC_IMPORT
  }

  /// Whether the specifier is computed at run time.
  public boolean isDynamic() {
    return text.isEmpty();
  }
}
