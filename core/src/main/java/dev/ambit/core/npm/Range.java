package dev.ambit.core.npm;

import java.util.List;
import java.util.Optional;

/// A version range with npm's meaning, `^1.2 || 3.x`. What npm refuses
/// is no range (`latest`, `[1,2]`, `1.+`), and numbers may exceed an int.
public final class Range {
  /// One bound.
  record Comparator(Operator operator, Version version) {
    boolean admits(Version candidate) {
      int order = candidate.compareTo(version);
      return switch (operator) {
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case EQUAL -> order == 0;
        case AT_LEAST -> order >= 0;
        case MORE -> order > 0;
      };
    }
  }

  enum Operator {
    LESS,
    AT_MOST,
    EQUAL,
    AT_LEAST,
    MORE
  }

  private final String text;
  private final List<List<Comparator>> releases;
  private final List<List<Comparator>> everything;

  private Range(String text, List<List<Comparator>> releases, List<List<Comparator>> everything) {
    this.text = text;
    this.releases = releases;
    this.everything = everything;
  }

  /// Reads a range; empty when npm would not take it for one. The empty text is every release.
  public static Optional<Range> parse(String text) {
    Optional<List<List<Comparator>>> releases = new RangeText(false).parse(text);
    Optional<List<List<Comparator>>> everything = new RangeText(true).parse(text);
    return releases.isPresent() && everything.isPresent()
        ? Optional.of(new Range(text, releases.get(), everything.get()))
        : Optional.empty();
  }

  /// Whether npm would install the version for this range: a prerelease only when a bound of the range
  /// names a prerelease of the same release.
  public boolean matches(Version version) {
    return releases.stream()
        .anyMatch(
            all ->
                all.stream().allMatch(c -> c.admits(version))
                    && (version.prerelease().isEmpty() || all.stream().anyMatch(c -> opens(c, version))));
  }

  private static boolean opens(Comparator comparator, Version prerelease) {
    return !comparator.version.prerelease().isEmpty() && comparator.version.sameRelease(prerelease);
  }

  /// As [#matches(Version)], prereleases being versions like others (npm's `includePrerelease`).
  public boolean matchesWithPrereleases(Version version) {
    return everything.stream().anyMatch(all -> all.stream().allMatch(c -> c.admits(version)));
  }

  /// The range as it was written.
  @Override
  public String toString() {
    return text;
  }
}
