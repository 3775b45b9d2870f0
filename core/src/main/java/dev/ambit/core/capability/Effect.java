package dev.ambit.core.capability;

import dev.ambit.core.json.Worded;

/// What a capability lets code do to the world; the words of `spec/builtins/`.
public enum Effect implements Worded {
  FS_READ("fs.read"),
  FS_WRITE("fs.write"),
  NET_CONNECT("net.connect"),
  NET_LISTEN("net.listen"),
  EXEC("exec"),
  WORKER("worker"),
  NATIVE("native"),
  CODE("code"),
  PROCESS("process"),
  INSPECT("inspect"),
  SYSTEM("system"),
  TERMINAL("terminal"),
  CRYPTO("crypto"),
  ENV("env");

  private final String word;

  Effect(String word) {
    this.word = word;
  }

  /// The word in files and output.
  @Override
  public String word() {
    return word;
  }

  /// @throws IllegalArgumentException for a word that is not in the vocabulary
  public static Effect of(String word) {
    return Worded.of(Effect.class, "effect", word);
  }

  /// Effects that a person should look at before granting: they reach files, hosts, programs, native
  /// code, or other packages' data.
  public boolean isDangerous() {
    return switch (this) {
      case FS_WRITE, NET_CONNECT, NET_LISTEN, EXEC, NATIVE, INSPECT, CODE, WORKER -> true;
      case FS_READ, PROCESS, SYSTEM, TERMINAL, CRYPTO, ENV -> false;
    };
  }
}
