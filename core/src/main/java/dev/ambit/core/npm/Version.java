package dev.ambit.core.npm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A semantic version, ordered as npm orders; build metadata does not count.
///
/// @param prerelease the identifiers after `-`, empty for a release
public record Version(long major, long minor, long patch, List<String> prerelease) implements Comparable<Version> {
  static final String NUMBER = "0|[1-9][0-9]{0,15}";
  static final String PRERELEASE = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
  static final String SUFFIX =
      "(?:-(" + PRERELEASE + "(?:\\." + PRERELEASE + ")*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?";
  private static final Pattern FULL =
      Pattern.compile("v?(" + NUMBER + ")\\.(" + NUMBER + ")\\.(" + NUMBER + ")" + SUFFIX);
  /// npm's own bounds.
  static final int LONGEST = 256;

  private static final long LARGEST = (1L << 53) - 1;

  public Version {
    prerelease = List.copyOf(prerelease);
  }

  /// Reads `1.2.3-beta.1+build`, nothing looser than a leading `v`; empty for anything else.
  public static Optional<Version> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher m = FULL.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    long major = Long.parseLong(m.group(1));
    long minor = Long.parseLong(m.group(2));
    long patch = Long.parseLong(m.group(3));
    if (!isNumber(major) || !isNumber(minor) || !isNumber(patch)) {
      return Optional.empty();
    }
    return Optional.of(new Version(major, minor, patch, identifiers(m.group(4))));
  }

  static boolean isNumber(long number) {
    return number <= LARGEST;
  }

  static List<String> identifiers(@Nullable String prerelease) {
    return prerelease == null ? List.of() : List.of(prerelease.split("\\.", -1));
  }

  /// Whether major, minor and patch are equal.
  boolean sameRelease(Version other) {
    return major == other.major && minor == other.minor && patch == other.patch;
  }

  @Override
  public int compareTo(Version other) {
    int byMajor = Long.compare(major, other.major);
    int byMinor = byMajor != 0 ? byMajor : Long.compare(minor, other.minor);
    int byPatch = byMinor != 0 ? byMinor : Long.compare(patch, other.patch);
    if (byPatch != 0) {
      return byPatch;
    }
    if (prerelease.isEmpty() || other.prerelease.isEmpty()) {
      return Boolean.compare(prerelease.isEmpty(), other.prerelease.isEmpty());
    }
    for (int i = 0; i < Math.min(prerelease.size(), other.prerelease.size()); i++) {
      int byIdentifier = compareIdentifiers(prerelease.get(i), other.prerelease.get(i));
      if (byIdentifier != 0) {
        return byIdentifier;
      }
    }
    return Integer.compare(prerelease.size(), other.prerelease.size());
  }

  private static int compareIdentifiers(String a, String b) {
    boolean aNumeric = a.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean bNumeric = b.chars().allMatch(c -> c >= '0' && c <= '9');
    if (aNumeric != bNumeric) {
      return aNumeric ? -1 : 1;
    }
    // without leading zeros the longer number is the larger
    return aNumeric && a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (prerelease.isEmpty() ? "" : "-" + String.join(".", prerelease));
  }
}
