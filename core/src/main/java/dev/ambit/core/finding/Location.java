package dev.ambit.core.finding;

import org.jspecify.annotations.Nullable;

/// Where a finding points.
///
/// @param file relative to the project, with slashes
/// @param line from 1, or 0 when the whole file is meant
/// @param column from 1, or 0
/// @param pointer a JSON pointer (RFC 6901) within the file, or null
public record Location(String file, int line, int column, @Nullable String pointer) {
  /// The whole file.
  public static Location of(String file) {
    return new Location(file, 0, 0, null);
  }

  /// `file:line:column`, as far as known.
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line + ":" + column : "") + (pointer != null ? "#" + pointer : "");
  }
}
