package dev.ambit.core.json;

import java.util.Collection;
import java.util.stream.Collectors;

/// Writes JSON the one way that Ambit's files have: a space after `:` and `,`, everything else as it comes.
public final class JsonText {
  private JsonText() {}

  /// The text between quotes, escaped as little as JSON allows; half a surrogate pair is escaped too, since
  /// UTF-8 cannot hold it.
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        quoted.append(c).append(text.charAt(++i));
      } else if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c == '\n') {
        quoted.append("\\n");
      } else if (c < ' ' || Character.isSurrogate(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /// `["a", "b"]` on one line.
  public static String array(Collection<String> texts) {
    return texts.stream().map(JsonText::quote).collect(Collectors.joining(", ", "[", "]"));
  }
}
