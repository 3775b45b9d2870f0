package dev.ambit.core.npm;

import java.util.regex.Pattern;

/// Names of packages.
public final class PackageName {
  /// A name that npm takes or once took, scope included: letters may be large in old ones.
  public static final String PATTERN =
      "(?:@[A-Za-z0-9~*_!'()-][A-Za-z0-9~*_!'().-]*/)?[A-Za-z0-9~*!'()-][A-Za-z0-9~*_!'().-]*";

  private static final Pattern NAME = Pattern.compile(PATTERN);
  private static final int LONGEST = 214;

  private PackageName() {}

  /// Whether the text is `left-pad`, `@scope/name`; no path, no `..`, nothing that npm never took.
  public static boolean isValid(String text) {
    return text.length() <= LONGEST && NAME.matcher(text).matches();
  }
}
