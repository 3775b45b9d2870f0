package dev.ambit.integrity.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files that may run, each with its digests.
///
/// @param format how it is or will be written
/// @param members by path, in the order of UTF-16 units
public record Catalog(CatalogFormat format, SortedMap<String, Member> members) {
  /// Members of a catalog at most.
  public static final int MOST_MEMBERS = 1_000_000;

  public Catalog {
    if (members.size() > MOST_MEMBERS) {
      throw new IllegalArgumentException("a catalog has at most " + MOST_MEMBERS + " files, not " + members.size());
    }
    SortedMap<String, Member> sorted = new TreeMap<>(members);
    sorted.forEach(
        (path, member) -> {
          if (!path.equals(member.path())) {
            throw new IllegalArgumentException("`" + member.path() + "` stands under `" + path + "`");
          }
        });
    members = Collections.unmodifiableSortedMap(sorted);
  }

  /// A catalog of these members.
  ///
  /// @throws IllegalArgumentException when two have the same path
  public static Catalog of(CatalogFormat format, Collection<Member> members) {
    SortedMap<String, Member> byPath = new TreeMap<>();
    for (Member member : members) {
      if (byPath.put(member.path(), member) != null) {
        throw new IllegalArgumentException("`" + member.path() + "` is there twice");
      }
    }
    return new Catalog(format, byPath);
  }
}
