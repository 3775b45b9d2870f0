package dev.ambit.integrity.catalog;

import dev.ambit.core.json.Problem;
import java.util.Optional;

/// What the path of a member may be: relative, with slashes, meaning the same file on every system.
public final class MemberPath {
  /// Windows' own limit, in UTF-16 units.
  public static final int LONGEST = 32_767;

  private MemberPath() {}

  /// What is wrong with a path, if anything; as messages say it.
  public static Optional<String> problem(String path) {
    if (path.isEmpty() || path.length() > LONGEST) {
      return Optional.of("a path needs 1 to " + LONGEST + " characters, not " + path.length());
    }
    String reason = reason(path);
    return reason.isEmpty() ? Optional.empty() : Optional.of("path " + Problem.quote(path) + " " + reason);
  }

  private static String reason(String path) {
    if (path.indexOf('\\') >= 0) {
      return "has a backslash, which is a separator on Windows";
    }
    if (path.startsWith("/") || hasDrive(path)) {
      return "is not relative";
    }
    for (int start = 0; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      boolean dots = end - start <= 2 && path.startsWith("..".substring(0, end - start), start);
      if (dots) {
        return "has an empty, `.` or `..` part";
      }
      start = end + 1;
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c < ' ' || c == 0x7f) {
        return "has a control character";
      }
      if (Character.isHighSurrogate(c) && i + 1 < path.length() && Character.isLowSurrogate(path.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c) || c == '\uFFFD') {
        return "is no Unicode text";
      }
    }
    return "";
  }

  private static boolean hasDrive(String path) {
    int first = path.charAt(0) | 0x20;
    return path.length() > 1 && path.charAt(1) == ':' && first >= 'a' && first <= 'z';
  }
}
