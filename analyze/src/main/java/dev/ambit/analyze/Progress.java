package dev.ambit.analyze;

/// Told how far an analysis is.
@FunctionalInterface
public interface Progress {
  /// Tells nobody.
  Progress NONE = (_, _) -> {};

  /// Called after each file, never by two threads at once.
  ///
  /// @param done files read so far
  /// @param total files to read
  void files(int done, int total);
}
