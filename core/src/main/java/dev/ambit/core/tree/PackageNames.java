package dev.ambit.core.tree;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What may stand as a name and as a version, and how either is shown.
final class PackageNames {
  static final String NO_VERSION = "0.0.0";

  // wider than npm allows today: old names have capitals and marks like `!`
  private static final Pattern NAME =
      Pattern.compile("(?:@[^\\s\\p{Cntrl}/@\\\\`]{1,214}/)?[^\\s\\p{Cntrl}/@\\\\`._][^\\s\\p{Cntrl}/@\\\\`]{0,213}");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,255}");
  private static final Pattern UNSAFE = Pattern.compile("[^0-9A-Za-z._~-]");
  private static final Pattern LOOSE = Pattern.compile("[\\s=v]*(\\d+\\.\\d+\\.\\d+)-?([0-9A-Za-z.-]*)(?:\\+.*)?\\s*");

  private PackageNames() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /// The first of the two that is a name; otherwise a name made from the second.
  static String name(@Nullable String claimed, String folder) {
    if (claimed != null && isName(claimed)) {
      return claimed;
    }
    if (isName(folder)) {
      return folder;
    }
    String safe = UNSAFE.matcher(folder).replaceAll("_");
    return isName(safe) ? safe : "unnamed";
  }

  static String version(@Nullable String claimed) {
    return claimed != null && isVersion(claimed) ? claimed : NO_VERSION;
  }

  /// Whether the two are one version to npm, which publishes `v1.0.0` and `1.0.0+build` as `1.0.0`.
  static boolean sameVersion(String a, String b) {
    return a.equals(b) || clean(a).equals(clean(b));
  }

  private static String clean(String version) {
    var matcher = LOOSE.matcher(version);
    return matcher.matches() ? matcher.group(1) + "-" + matcher.group(2) : version.strip();
  }

  /// Text from outside in backticks, harmless to a terminal and not endless.
  static String quote(String text) {
    StringBuilder shown = new StringBuilder("`");
    text.codePoints()
        .limit(200)
        .forEach(
            c -> {
              int type = Character.getType(c);
              // direction marks and other invisible letters make one name look like another
              boolean hidden = Character.isISOControl(c) || type == Character.FORMAT || type == Character.SURROGATE;
              shown.append(hidden || c == '`' ? "\\u{" + Integer.toHexString(c) + "}" : Character.toString(c));
            });
    return shown.append(text.codePointCount(0, text.length()) > 200 ? "…`" : "`").toString();
  }
}
