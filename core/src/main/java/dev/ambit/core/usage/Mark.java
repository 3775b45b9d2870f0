package dev.ambit.core.usage;

/// Something else worth knowing about a file, at a place.
///
/// @param kind what it is
/// @param detail the path written to (`Array.prototype.flat`), or the construct (`eval`)
/// @param position where
public record Mark(Kind kind, String detail, Position position) {
  /// The closed set of marks.
  public enum Kind {
    /// writes to, defines on, or deletes from an intrinsic or its prototype
    PRIMORDIAL_WRITE,
    /// replaces, whenever the file is loaded, a member that every line has: no polyfill that asks first
    PRIMORDIAL_REPLACED,
    /// `eval`, `Function`, `vm`, timers with strings, `module._compile`
    DYNAMIC_CODE,
    /// writes a name on the global object, `global.foo = 1`
    GLOBAL_WRITE,
    /// writes a member of a builtin or of `process` that can be replaced for others, `http.request = …`
    MEMBER_WRITE,
    /// a specifier that is computed at run time
    DYNAMIC_SPECIFIER,
    /// reads a name on the global object that is computed at run time, `globalThis[name]`
    GLOBAL_COMPUTED,
    /// hands the global object on to where it is not followed, `exports.shim = globalThis`
    GLOBAL_HANDED_ON,
    /// reads from something unknown a member with the name of a powerful global (`globalThis.fetch`,
    /// `globalThis.process.exit`) or calls one with the name of a door of `process` (`process.binding`)
    UNKNOWN_MEMBER
  }
}
