package dev.ambit.core.settings;

import dev.ambit.core.json.Worded;
import java.util.Locale;

/// What a package gets that nobody declared or reviewed.
public enum Undeclared implements Worded {
  /// everything
  ALLOW,
  /// what its own analysis wants, without dangerous effects
  SAFE,
  /// nothing
  NONE;

  /// The word in files.
  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What holds where `ambit.json` says nothing.
  public static Undeclared defaultOf(Mode mode) {
    return switch (mode) {
      case OBSERVE -> ALLOW;
      case ENFORCE -> NONE;
    };
  }

  /// @throws IllegalArgumentException for another word
  public static Undeclared of(String word) {
    return Worded.of(Undeclared.class, "word for `undeclared`", word);
  }
}
