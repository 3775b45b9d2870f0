package dev.ambit.core.usage;

/// How Node loads a file.
public enum ModuleKind {
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
  public String word() {
    return word;
  }

  /// @throws IllegalArgumentException for another word
  public static ModuleKind of(String word) {
    for (ModuleKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("`" + word + "` is no module kind");
  }
}
