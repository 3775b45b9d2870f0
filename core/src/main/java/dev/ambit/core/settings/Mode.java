package dev.ambit.core.settings;

import java.util.Locale;

/// What happens to what was not granted.
public enum Mode {
  /// it is told, and goes on
  OBSERVE,
  /// it is refused
  ENFORCE;

  /// The word in files.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException for another word
  public static Mode of(String word) {
    return switch (word) {
      case "observe" -> OBSERVE;
      case "enforce" -> ENFORCE;
      default -> throw new IllegalArgumentException("`" + word + "` is no mode");
    };
  }
}
