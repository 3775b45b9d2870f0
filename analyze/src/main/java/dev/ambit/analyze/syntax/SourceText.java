package dev.ambit.analyze.syntax;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ambit.core.usage.Position;
import java.util.Arrays;

/// The text of a file as Node sees it: UTF-8, malformed bytes replaced, without byte order mark.
public final class SourceText {
  private final String text;
  private int[] lineStarts = {};

  private SourceText(String text) {
    this.text = text;
  }

  public static SourceText of(byte[] utf8) {
    String text = new String(utf8, UTF_8);
    return new SourceText(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /// Of text that was decoded already.
  public static SourceText of(String text) {
    return new SourceText(text);
  }

  public String text() {
    return text;
  }

  /// The line and column of an offset; offsets beyond the text are its end. V8 ends lines at U+2028 and
  /// U+2029 too.
  public Position position(int offset) {
    if (lineStarts.length == 0) {
      lineStarts = findLineStarts();
    }
    int within = Math.clamp(offset, 0, text.length());
    int found = Arrays.binarySearch(lineStarts, within);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, within - lineStarts[line] + 1);
  }

  private int[] findLineStarts() {
    int[] starts = new int[Math.max(16, text.length() / 32)];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alone = i + 1 == text.length() || text.charAt(i + 1) != '\n';
      boolean ends = c == '\n' || (c == '\r' && alone) || c == '\u2028' || c == '\u2029';
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
