package dev.ambit.integrity.catalog;

import dev.ambit.core.json.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the path of a member may be: relative, with slashes, meaning the same file on every system.
public final class MemberPath {
  /// Windows' own limit, in UTF-16 units.
  public static final int LONGEST = 32_767;

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

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
    if (path.startsWith("/") || DRIVE.matcher(path).matches()) {
      return "is not relative";
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return "has an empty, `.` or `..` part";
      }
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
}
