package dev.ambit.integrity.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// One file of a catalog.
///
/// @param path relative to the catalog's folder, with slashes, see [MemberPath]
/// @param size bytes, where the format knows it (Windows catalogs know it for empty files only)
/// @param coverage which bytes the digests cover
/// @param digests at least one
public record Member(String path, OptionalLong size, Coverage coverage, SortedMap<DigestAlgorithm, Digest> digests) {
  public Member {
    Optional<String> problem = MemberPath.problem(path);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    if (digests.isEmpty()) {
      throw new IllegalArgumentException("`" + path + "` has no digest");
    }
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /// A member from the digests of its file.
  public static Member of(String path, OptionalLong size, Coverage coverage, Digest... digests) {
    SortedMap<DigestAlgorithm, Digest> map = new TreeMap<>();
    for (Digest digest : digests) {
      map.put(digest.algorithm(), digest);
    }
    return new Member(path, size, coverage, map);
  }

  /// How two members compare.
  public enum Comparison {
    /// size, coverage and every digest that both have are the same
    SAME,
    /// something differs
    DIFFERENT,
    /// they have no digest of the same kind
    INCOMPARABLE
  }

  /// Compares contents; the paths do not count. A match in SHA-1 alone does not count when one of the two
  /// has something better to offer.
  public Comparison compare(Member other) {
    if (size.isPresent() && other.size.isPresent() && size.getAsLong() != other.size.getAsLong()) {
      return Comparison.DIFFERENT;
    }
    if (coverage != other.coverage) {
      return Comparison.INCOMPARABLE;
    }
    boolean compared = false;
    for (Map.Entry<DigestAlgorithm, Digest> entry : digests.entrySet()) {
      Digest theirs = other.digests.get(entry.getKey());
      if (theirs != null) {
        if (!theirs.equals(entry.getValue())) {
          return Comparison.DIFFERENT;
        }
        compared |= entry.getKey() != DigestAlgorithm.SHA1 || (digests.size() == 1 && other.digests.size() == 1);
      }
    }
    return compared ? Comparison.SAME : Comparison.INCOMPARABLE;
  }
}
