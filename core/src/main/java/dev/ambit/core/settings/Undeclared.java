package dev.ambit.core.settings;

import java.util.Locale;

/// What a package gets that nobody declared or reviewed.
public enum Undeclared {
  /// everything
  ALLOW,
  /// what its own analysis wants, without dangerous effects
  SAFE,
  /// nothing
  NONE;

  /// The word in files.
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
    return switch (word) {
      case "allow" -> ALLOW;
      case "safe" -> SAFE;
      case "none" -> NONE;
      default -> throw new IllegalArgumentException("`" + word + "` is no word for `undeclared`");
    };
  }
}
