package dev.ambit.core.usage;

/// A place in a source file.
///
/// @param line from 1
/// @param column from 1, in UTF-16 units, as editors and V8 count
public record Position(int line, int column) implements Comparable<Position> {
  @Override
  public int compareTo(Position other) {
    return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
