package dev.ambit.core.json;

/// One thing wrong with a file.
///
/// @param pointer JSON pointer (RFC 6901) to it, empty for the whole file
/// @param line from 1, or 0 when the whole file is meant
/// @param column from 1 in UTF-16 units, or 0
/// @param message lower case, user input in backticks, one line
public record Problem(String pointer, int line, int column, String message) {
  private static final int LONGEST_QUOTE = 100;

  public Problem {
    pointer = visible(pointer);
    message = visible(message);
  }

  /// Text of the user between backticks, shortened where it is long.
  public static String quote(String text) {
    return "`" + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text) + "`";
  }

  /// Files come from strangers: what could steer a terminal, break the line or turn it around is escaped.
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    visible.append(String.format(c > 0xffff ? "\\u{%x}" : "\\u%04x", c));
                default -> visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  /// `line:column /pointer: message`, as far as known.
  @Override
  public String toString() {
    String place = line > 0 ? line + ":" + column : "";
    String where = pointer.isEmpty() ? place : place.isEmpty() ? pointer : place + " " + pointer;
    return where.isEmpty() ? message : where + ": " + message;
  }
}
