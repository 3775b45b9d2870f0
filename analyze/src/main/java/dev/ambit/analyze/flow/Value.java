package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.Routine;
import dev.ambit.core.capability.Capability;

/// What an expression may hold, as far as it leads to a capability.
///
/// `request` is the offset of the place that asked for a builtin: one that is asked for and never looked
/// into counts as used whole. It is [#NO_REQUEST] where nothing was asked for.
sealed interface Value {
  int NO_REQUEST = -1;

  /// A builtin module, `process` excepted.
  record BuiltinModule(String name, int request) implements Value {}

  /// The object `process`.
  record ProcessObject(int request) implements Value {}

  /// `process.env`.
  record Env(int request) implements Value {}

  /// `globalThis`, `global`.
  record GlobalObject() implements Value {}

  /// A powerful global other than `process`.
  record Powerful(String name) implements Value {}

  /// An intrinsic or something below it, `Array.prototype.map`.
  record Intrinsic(String path) implements Value {}

  /// A member of a builtin or of `process`: recorded where it is read, followed only to its calls.
  record Leaf(Capability capability, int request) implements Value {}

  /// `require`, and what `createRequire` returns.
  record Require() implements Value {}

  /// `require.resolve`, `import.meta.resolve`.
  record Resolve() implements Value {}

  /// `module`, `require.main`.
  record ModuleObject() implements Value {}

  /// `import.meta`.
  record ImportMeta() implements Value {}

  /// A function of the file.
  record Closure(Routine routine) implements Value {}
}
