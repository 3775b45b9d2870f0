package dev.ambit.core.declaration;

/// Which primordials a package sees.
public enum Realm {
  /// the shared, frozen ones
  FROZEN("frozen"),
  /// its own, which it may change
  OWN("own");

  private final String word;

  Realm(String word) {
    this.word = word;
  }

  /// The word in files.
  public String word() {
    return word;
  }

  /// @throws IllegalArgumentException for another word
  public static Realm of(String word) {
    for (Realm realm : values()) {
      if (realm.word.equals(word)) {
        return realm;
      }
    }
    throw new IllegalArgumentException("`" + word + "` is no realm");
  }
}
