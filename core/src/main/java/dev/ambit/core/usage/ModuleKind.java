package dev.ambit.core.usage;

import dev.ambit.core.json.Worded;

/// How Node loads a file.
public enum ModuleKind implements Worded {
  COMMONJS("cjs"),
  ESM("esm"),
  JSON("json"),
  NATIVE("node"),
  WASM("wasm");

  private final String word;

  ModuleKind(String word) {
    this.word = word;
  }

  /// The word in the policy manifest.
  @Override
  public String word() {
    return word;
  }

  /// @throws IllegalArgumentException for another word
  public static ModuleKind of(String word) {
    return Worded.of(ModuleKind.class, "module kind", word);
  }
}
