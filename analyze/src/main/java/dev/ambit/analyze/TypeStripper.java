package dev.ambit.analyze;

import java.util.List;

/// Takes the types out of TypeScript, as Node does when it runs a file, so that the analysis sees what runs.
@FunctionalInterface
public interface TypeStripper {
  /// For who has no Node at hand: nothing is stripped.
  TypeStripper NONE = texts -> texts.stream().<Stripped>map(_ -> new Stripped.Unavailable("there is no Node to take its types away")).toList();

  /// Never throws for what a text holds.
  ///
  /// @param texts of files, without byte order mark
  /// @return what came of each, in the same order
  List<Stripped> strip(List<String> texts);

  /// What came of one text.
  sealed interface Stripped {
    /// @param text the rest, each thing where it was
    record JavaScript(String text) implements Stripped {}

    /// Node does not run it.
    ///
    /// @param message Node's own, one line
    /// @param line from 1
    record Refused(String message, int line) implements Stripped {}

    /// Nobody knows what Node would make of it.
    ///
    /// @param message why, lower case, one line
    record Unavailable(String message) implements Stripped {}
  }
}
