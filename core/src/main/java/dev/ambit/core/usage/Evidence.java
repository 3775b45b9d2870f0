package dev.ambit.core.usage;

/// Where a capability was seen.
///
/// @param file relative to the package, with slashes
/// @param position in it
public record Evidence(String file, Position position) {
  @Override
  public String toString() {
    return file + ":" + position;
  }
}
