package dev.ambit.integrity.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// One line of a `.gitignore`.
///
/// @param path what it matches, relative to the root
/// @param includes whether it takes back what earlier lines exclude (`!`)
/// @param foldersOnly whether it ends with a slash
record IgnorePattern(Pattern path, boolean includes, boolean foldersOnly) {
  private static final Map<String, String> POSIX =
      Map.ofEntries(
          Map.entry("alpha", "a-zA-Z"), Map.entry("digit", "0-9"), Map.entry("alnum", "a-zA-Z0-9"),
          Map.entry("upper", "A-Z"), Map.entry("lower", "a-z"), Map.entry("space", "\\s"),
          Map.entry("xdigit", "0-9a-fA-F"), Map.entry("punct", "\\p{Punct}"), Map.entry("blank", " \\t"));

  /// Reads a line; empty for a comment or an empty line.
  ///
  /// @throws IllegalArgumentException when it can never match: it ends in a backslash or in an open bracket
  static Optional<IgnorePattern> parse(String line) {
    if (line.startsWith("#")) {
      return Optional.empty();
    }
    String glob = withoutTrailingSpaces(line);
    boolean includes = glob.startsWith("!");
    glob = includes ? glob.substring(1) : glob;
    boolean foldersOnly = glob.endsWith("/");
    glob = foldersOnly ? glob.substring(0, glob.length() - 1) : glob;
    boolean anchored = glob.indexOf('/') >= 0;
    glob = glob.startsWith("/") ? glob.substring(1) : glob;
    if (glob.isEmpty()) {
      return Optional.empty();
    }
    try {
      String regex = (anchored ? "" : "(?:.*/)?") + regex(glob);
      return Optional.of(new IgnorePattern(Pattern.compile(regex, Pattern.DOTALL), includes, foldersOnly));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("has a bracket with a range that runs backwards", e);
    }
  }

  private static String withoutTrailingSpaces(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return line.substring(0, end);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      boolean partStarts = at == 0 || glob.charAt(at - 1) == '/';
      char c = glob.charAt(at);
      if (partStarts && glob.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 3;
      } else if (partStarts && at > 0 && glob.substring(at).equals("**")) {
        regex.append(".+");
        at += 2;
      } else if (c == '*') {
        while (at < glob.length() && glob.charAt(at) == '*') {
          at++;
        }
        regex.append("[^/]*");
      } else if (c == '[') {
        at = bracket(glob, at, regex);
      } else if (c == '?') {
        regex.append("[^/]");
        at++;
      } else {
        int literal = c == '\\' ? at + 1 : at;
        if (literal == glob.length()) {
          throw new IllegalArgumentException("ends with a backslash");
        }
        regex.append(Pattern.quote(String.valueOf(glob.charAt(literal))));
        at = literal + 1;
      }
    }
    return regex.toString();
  }

  /// Translates the bracket that starts here; returns the offset after it.
  private static int bracket(String glob, int start, StringBuilder regex) {
    int at = start + 1;
    regex.append("(?!/)[");
    if (at < glob.length() && (glob.charAt(at) == '!' || glob.charAt(at) == '^')) {
      regex.append('^');
      at++;
    }
    for (boolean first = true; at < glob.length(); first = false) {
      char c = glob.charAt(at);
      if (c == ']' && !first) {
        regex.append(']');
        return at + 1;
      }
      int named = c == '[' && glob.startsWith("[:", at) ? glob.indexOf(":]", at + 2) : -1;
      String members = named < 0 ? null : POSIX.get(glob.substring(at + 2, named));
      if (members != null) {
        regex.append(members);
        at = named + 2;
      } else if (c == '-' && !first && at + 1 < glob.length() && glob.charAt(at + 1) != ']') {
        regex.append('-');
        at++;
      } else {
        int literal = c == '\\' && at + 1 < glob.length() ? at + 1 : at;
        regex.append(String.format("\\x{%x}", (int) glob.charAt(literal)));
        at = literal + 1;
      }
    }
    throw new IllegalArgumentException("has an open bracket");
  }
}
