package dev.ambit.integrity.catalog;

/// Told after each file; never by two threads at once, in no particular order.
@FunctionalInterface
public interface Progress {
  /// Tells nobody.
  Progress NONE = (path, bytes, done, total) -> {};

  /// One more file is hashed.
  ///
  /// @param bytes its size
  /// @param done files so far
  /// @param total files in all
  void hashed(String path, long bytes, int done, int total);
}
