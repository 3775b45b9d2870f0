package dev.ambit.integrity.catalog;

import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a catalog leaves out, in the language of `.gitignore`: the last line that matches decides; a file
/// below an excluded folder stays excluded.
public final class Excludes {
  /// Leaves out nothing.
  public static final Excludes NONE = new Excludes(List.of());

  private final List<IgnorePattern> patterns;

  private Excludes(List<IgnorePattern> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /// Reads the lines of an ignore file, or patterns from a command line.
  ///
  /// @param source as messages should name it
  /// @throws FormatException with every line that can never match
  public static Excludes parse(String source, List<String> lines) throws FormatException {
    List<IgnorePattern> patterns = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        IgnorePattern.parse(lines.get(i)).ifPresent(patterns::add);
      } catch (IllegalArgumentException e) {
        problems.add(new Problem("", i + 1, 1, "pattern " + Problem.quote(lines.get(i)) + " " + e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new FormatException(source, problems);
    }
    return new Excludes(patterns);
  }

  /// These and one more file, as the catalog itself.
  ///
  /// @param path relative to the root, with slashes; taken literally
  public Excludes andFile(String path) {
    List<IgnorePattern> more = new ArrayList<>(patterns);
    more.add(new IgnorePattern(Pattern.compile(Pattern.quote(path)), false, false));
    return new Excludes(more);
  }

  /// Whether a file or folder is left out, its parents aside.
  ///
  /// @param path relative to the root, with slashes
  public boolean covers(String path, boolean folder) {
    Optional<IgnorePattern> last =
        patterns.reversed().stream()
            .filter(p -> (folder || !p.foldersOnly()) && p.path().matcher(path).matches())
            .findFirst();
    return last.isPresent() && !last.get().includes();
  }
}
