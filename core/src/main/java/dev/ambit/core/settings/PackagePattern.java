package dev.ambit.core.settings;

import dev.ambit.core.json.Problem;
import dev.ambit.core.npm.PackageName;
import dev.ambit.core.npm.Range;
import dev.ambit.core.npm.Version;
import dev.ambit.core.tree.PackageId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The packages that an entry of `grants` means: a name, or a name and an npm range.
public final class PackagePattern {
  private final String text;
  private final String name;
  private final @Nullable Range range;

  private PackagePattern(String text, String name, @Nullable Range range) {
    this.text = text;
    this.name = name;
    this.range = range;
  }

  /// Reads `left-pad`, `@scope/name@^1.2 || 3`.
  ///
  /// @throws IllegalArgumentException when the name or the range is none
  public static PackagePattern parse(String text) {
    int at = text.indexOf('@', 1);
    String name = at < 0 ? text : text.substring(0, at);
    if (!PackageName.isValid(name)) {
      throw new IllegalArgumentException(Problem.quote(name) + " is no package name");
    }
    if (at < 0) {
      return new PackagePattern(text, name, null);
    }
    String range = text.substring(at + 1);
    if (range.isBlank()) {
      throw new IllegalArgumentException("no range after the `@`; for every version write " + Problem.quote(name));
    }
    return new PackagePattern(
        text,
        name,
        Range.parse(range)
            .orElseThrow(
                () -> new IllegalArgumentException(Problem.quote(range) + " is no version range as npm knows them")));
  }

  /// Whether an `allow` is meant for the package, as npm's ranges go: prereleases only where the range names
  /// one of the same release.
  public boolean allows(PackageId id) {
    if (!name.equals(id.name())) {
      return false;
    }
    Optional<Version> version = Version.parse(id.version());
    return range == null || (version.isPresent() && range.matches(version.get()));
  }

  /// Whether a `deny` is meant for the package. Wider than [#allows(PackageId)], so that a denial does not
  /// end where a prerelease begins: prereleases in the range count, and so do versions that are not semantic.
  public boolean denies(PackageId id) {
    if (!name.equals(id.name())) {
      return false;
    }
    Optional<Version> version = Version.parse(id.version());
    return range == null
        || version.isEmpty()
        || range.matches(version.get())
        || range.matchesWithPrereleases(version.get());
  }

  /// The name without a range.
  public String name() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackagePattern p && p.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The key in `grants`.
  @Override
  public String toString() {
    return text;
  }
}
