package dev.ambit.core.tree;

/// Identity of a package: the lock file's resolved name and version, never what its own package.json
/// says.
///
/// @param name the resolved name, `string-width` for a folder `string-width-cjs` that an `npm:` alias made
/// @param version the resolved version, or `0.0.0` where the lock file gives none (workspaces, the application)
public record PackageId(String name, String version) implements Comparable<PackageId> {
  /// `name@version`.
  @Override
  public String toString() {
    return name + "@" + version;
  }

  /// Reads `name@version`, scopes included.
  ///
  /// @throws IllegalArgumentException when there is no version
  public static PackageId parse(String text) {
    int at = text.lastIndexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      throw new IllegalArgumentException("`" + text + "` is not `name@version`");
    }
    return new PackageId(text.substring(0, at), text.substring(at + 1));
  }

  @Override
  public int compareTo(PackageId other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : version.compareTo(other.version);
  }
}
