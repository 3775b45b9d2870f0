package dev.ambit.integrity.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What became of the files from one catalog to another.
///
/// @param added only in the later one
/// @param removed only in the earlier one
/// @param changed in both, with different content
/// @param incomparable in both, but without a digest of the same kind: nobody can say whether they changed
public record CatalogDiff(
    List<Member> added, List<Member> removed, List<Change> changed, List<Change> incomparable) {

  public CatalogDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    incomparable = List.copyOf(incomparable);
  }

  /// One path with two contents.
  public record Change(Member before, Member after) {}

  /// Compares; everything comes sorted by path.
  public static CatalogDiff of(Catalog before, Catalog after) {
    List<Member> added = new ArrayList<>();
    List<Member> removed = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    List<Change> incomparable = new ArrayList<>();
    SortedSet<String> paths = new TreeSet<>(before.members().keySet());
    paths.addAll(after.members().keySet());
    for (String path : paths) {
      Member old = before.members().get(path);
      Member now = after.members().get(path);
      if (old == null && now != null) {
        added.add(now);
      } else if (old != null && now == null) {
        removed.add(old);
      } else if (old != null && now != null) {
        switch (old.compare(now)) {
          case SAME -> {}
          case DIFFERENT -> changed.add(new Change(old, now));
          case INCOMPARABLE -> incomparable.add(new Change(old, now));
        }
      }
    }
    return new CatalogDiff(added, removed, changed, incomparable);
  }

  /// Whether the two catalogs are known to hold the same files.
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && incomparable.isEmpty();
  }
}
