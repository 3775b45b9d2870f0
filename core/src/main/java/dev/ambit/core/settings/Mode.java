package dev.ambit.core.settings;

import dev.ambit.core.json.Worded;
import java.util.Locale;

/// What happens to what was not granted.
public enum Mode implements Worded {
  /// it is told, and goes on
  OBSERVE,
  /// it is refused
  ENFORCE;

  /// The word in files.
  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException for another word
  public static Mode of(String word) {
    return Worded.of(Mode.class, "mode", word);
  }
}
