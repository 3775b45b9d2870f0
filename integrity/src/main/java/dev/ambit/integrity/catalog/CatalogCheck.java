package dev.ambit.integrity.catalog;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import dev.ambit.integrity.catalog.Member.Comparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Files held against a catalog. A digest counts for the path it was made for and for no other, so a renamed
/// file is refused as a changed one is.
///
/// @param findings `missing-file`, `extra-file`, `changed-file` ([Severity#ERROR]), and those of the scan; by path
public record CatalogCheck(List<Finding> findings) {
  public CatalogCheck {
    findings = List.copyOf(findings);
  }

  /// Hashes the folder, or the one file, that the catalog is about. Verify the catalog's signature first.
  ///
  /// @param excludes what was excluded when the catalog was made; the catalog itself too when it lies inside
  /// @throws IOException when anything cannot be read, or changes meanwhile
  public static CatalogCheck of(Catalog catalog, Path root, Excludes excludes, Progress progress) throws IOException {
    FolderScan scan = FolderScan.of(root, excludes);
    Set<DigestAlgorithm> all = algorithms(catalog);
    List<FileHashes.Job> jobs = new ArrayList<>();
    SortedSet<String> missing = new TreeSet<>(catalog.members().keySet());
    missing.removeAll(scan.files().keySet());
    for (Map.Entry<String, FolderScan.Found> file : scan.files().entrySet()) {
      Member listed = catalog.members().get(file.getKey());
      if (listed != null || !missing.isEmpty()) {
        boolean authenticode =
            listed == null ? catalog.format() != CatalogFormat.JSON : listed.coverage() == Coverage.AUTHENTICODE;
        Set<DigestAlgorithm> algorithms =
            listed == null ? all : EnumSet.copyOf(listed.digests().keySet());
        jobs.add(new FileHashes.Job(file.getKey(), file.getValue(), algorithms, authenticode));
      }
    }
    Map<String, Member> found = HashMap.newHashMap(jobs.size());
    FileHashes.of(jobs, progress).forEach(member -> found.put(member.path(), member));

    Contents contents = new Contents(catalog);
    List<Finding> findings = new ArrayList<>(scan.findings());
    for (Member member : catalog.members().values()) {
      Member now = found.get(member.path());
      if (now == null) {
        findings.add(error("missing-file", member.path(), "is in the catalog but not on the disk"));
      } else if (member.compare(now) != Comparison.SAME) {
        String like = contents.likeAnother(now);
        findings.add(error("changed-file", member.path(), "is not what the catalog says" + like));
      }
    }
    for (String path : scan.files().keySet()) {
      if (!catalog.members().containsKey(path)) {
        Member extra = found.get(path);
        String like = extra == null ? "" : contents.likeAnother(extra);
        findings.add(error("extra-file", path, "is not in the catalog" + like));
      }
    }
    findings.sort(Comparator.comparing(Finding::subject).thenComparing(Finding::id));
    return new CatalogCheck(findings);
  }

  /// Whether nothing but notes was found.
  public boolean isClean() {
    return findings.stream().allMatch(finding -> finding.severity() == Severity.NOTE);
  }

  private static Set<DigestAlgorithm> algorithms(Catalog catalog) {
    Set<DigestAlgorithm> all = EnumSet.noneOf(DigestAlgorithm.class);
    catalog.members().values().forEach(member -> all.addAll(member.digests().keySet()));
    return all;
  }

  /// The members of a catalog by their contents; looked through only where something differs.
  private static final class Contents {
    private final Catalog catalog;
    private final Map<Digest, List<Member>> byDigest = new HashMap<>();

    Contents(Catalog catalog) {
      this.catalog = catalog;
    }

    String likeAnother(Member content) {
      if (byDigest.isEmpty()) {
        for (Member member : catalog.members().values()) {
          for (Digest digest : member.digests().values()) {
            byDigest.computeIfAbsent(digest, key -> new ArrayList<>()).add(member);
          }
        }
      }
      return content.digests().values().stream()
          .flatMap(digest -> byDigest.getOrDefault(digest, List.of()).stream())
          .filter(other -> !other.path().equals(content.path()) && other.compare(content) == Comparison.SAME)
          .findFirst()
          .map(other -> "; it has the content of `" + other.path() + "`, so it was renamed or copied")
          .orElse("");
    }
  }

  private static Finding error(String id, String path, String message) {
    String help = "install the files anew, or review them and run `ambit catalog create`";
    return new Finding(id, Severity.ERROR, path, "`" + path + "` " + message, List.of(), Location.of(path), null, help);
  }
}
