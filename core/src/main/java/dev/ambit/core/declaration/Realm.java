package dev.ambit.core.declaration;

import dev.ambit.core.json.Worded;

/// Which primordials a package sees.
public enum Realm implements Worded {
  /// the shared, frozen ones
  FROZEN("frozen"),
  /// its own, which it may change
  OWN("own");

  private final String word;

  Realm(String word) {
    this.word = word;
  }

  /// The word in files.
  @Override
  public String word() {
    return word;
  }

  /// @throws IllegalArgumentException for another word
  public static Realm of(String word) {
    return Worded.of(Realm.class, "realm", word);
  }
}
