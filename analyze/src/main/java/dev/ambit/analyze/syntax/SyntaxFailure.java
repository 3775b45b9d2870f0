package dev.ambit.analyze.syntax;

/// A file that cannot be parsed.
public final class SyntaxFailure extends Exception {
  private static final long serialVersionUID = 1;
  private final int offset;

  /// @param message lower case, one line
  /// @param offset into the text, 0 when unknown
  public SyntaxFailure(String message, int offset) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /// Where in the text, in UTF-16 units.
  public int offset() {
    return offset;
  }

  /// The text of [#getMessage()], never null.
  public String text() {
    String message = getMessage();
    return message == null ? "unexpected syntax" : message;
  }
}
