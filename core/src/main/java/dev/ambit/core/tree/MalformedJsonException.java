package dev.ambit.core.tree;

/// A JSON text is malformed, or not of the shape it should have.
final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1;
  private final int line;
  private final int column;
  private final String pointer;

  MalformedJsonException(String message, int line, int column, String pointer) {
    super(message);
    this.line = Math.max(line, 0);
    this.column = Math.max(column, 0);
    this.pointer = pointer;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  String pointer() {
    return pointer;
  }
}
