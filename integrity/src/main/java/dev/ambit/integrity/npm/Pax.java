package dev.ambit.integrity.npm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What an extended header says of the entry that follows.
///
/// @param path instead of the header's, or null
/// @param size instead of the header's, or -1
record Pax(@Nullable String path, long size) {
  /// Reads `LENGTH KEY=VALUE\n`, as often as it comes.
  ///
  /// @throws IOException when it is anything else
  static Pax parse(byte[] bytes) throws IOException {
    String path = null;
    long size = -1;
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9' && space - at < 8) {
        space++;
      }
      if (space == at || space == bytes.length || bytes[space] != ' ') {
        throw malformed();
      }
      int length = Integer.parseInt(new String(bytes, at, space - at, StandardCharsets.US_ASCII));
      int end = at + length;
      if (end > bytes.length || end <= space + 1 || bytes[end - 1] != '\n') {
        throw malformed();
      }
      String record = new String(Arrays.copyOfRange(bytes, space + 1, end - 1), StandardCharsets.UTF_8);
      if (record.startsWith("path=")) {
        path = record.substring("path=".length());
      } else if (record.startsWith("size=")) {
        size = size(record.substring("size=".length()));
      }
      at = end;
    }
    return new Pax(path, size);
  }

  /// Whether it says anything that matters here.
  boolean changesEntries() {
    return path != null || size >= 0;
  }

  private static long size(String text) throws IOException {
    if (text.isEmpty() || text.length() > 15 || text.chars().anyMatch(c -> c < '0' || c > '9')) {
      throw malformed();
    }
    return Long.parseLong(text);
  }

  private static IOException malformed() {
    return new IOException("an extended header is malformed");
  }
}
