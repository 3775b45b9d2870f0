package dev.ambit.core.lock;

import dev.ambit.core.declaration.Declaration;
import dev.ambit.core.json.Worded;
import dev.ambit.core.npm.Version;
import dev.ambit.core.tree.PackageId;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `ambit.lock.json`: what was reviewed, by resolved `name@version`; the same on every platform.
///
/// @param packages sorted as [PackageId] is
public record ReviewedLock(SortedMap<PackageId, Entry> packages) {
  /// Nothing was reviewed.
  public static final ReviewedLock EMPTY = new ReviewedLock(new TreeMap<>());

  public ReviewedLock {
    packages = Collections.unmodifiableSortedMap(new TreeMap<>(packages));
  }

  /// What the lock says of one package.
  public sealed interface Entry {
    /// Whether npm would run install scripts for it.
    boolean installScripts();
  }

  /// A package known by its content.
  ///
  /// @param digest `sha256-…` over its sources, see [dev.ambit.core.usage.PackageUsage]
  /// @param source where the declaration came from
  /// @param declaration what was reviewed
  public record Reviewed(String digest, Source source, Declaration declaration, boolean installScripts)
      implements Entry {
    public Reviewed {
      if (!LockFile.isDigest(digest)) {
        throw new IllegalArgumentException("`" + digest + "` is no sha256 digest");
      }
    }
  }

  /// A package bound to some platforms, known by its tarball, installed here or not.
  ///
  /// @param integrity subresource integrity of the tarball
  public record PlatformBound(String integrity, boolean installScripts) implements Entry {
    public PlatformBound {
      if (!LockFile.isIntegrity(integrity)) {
        throw new IllegalArgumentException("`" + integrity + "` is no subresource integrity");
      }
    }
  }

  /// Where a reviewed declaration came from.
  public enum Source implements Worded {
    /// `.access.json` in the package
    AUTHOR("author"),
    /// static analysis
    ANALYSIS("analysis"),
    /// a person approved what was not covered
    APPROVED("approved");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /// The word in files.
    @Override
    public String word() {
      return word;
    }

    /// @throws IllegalArgumentException for another word
    public static Source of(String word) {
      return Worded.of(Source.class, "source", word);
    }
  }

  /// What a version is compared with.
  ///
  /// @param id the version that was reviewed
  /// @param entry what was reviewed of it
  public record Baseline(PackageId id, Entry entry) {}

  /// The reviewed version to compare with: the exact one; else of the same name the highest below it, in
  /// npm's order; else the highest of all. A version that is not semantic counts as lower than all that are.
  public Optional<Baseline> baseline(PackageId id) {
    Entry exact = packages.get(id);
    if (exact != null) {
      return Optional.of(new Baseline(id, exact));
    }
    Comparator<PackageId> byVersion = Comparator.comparing(PackageId::version, ReviewedLock::compareVersions);
    return packages.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(id.name()))
        .map(entry -> new Baseline(entry.getKey(), entry.getValue()))
        .max(
            Comparator.comparing((Baseline b) -> byVersion.compare(b.id, id) < 0)
                .thenComparing(Baseline::id, byVersion));
  }

  private static int compareVersions(String a, String b) {
    Optional<Version> first = Version.parse(a);
    Optional<Version> second = Version.parse(b);
    int order =
        first.isPresent() && second.isPresent()
            ? first.get().compareTo(second.get())
            : Boolean.compare(first.isPresent(), second.isPresent());
    return order != 0 ? order : a.compareTo(b);
  }

  /// With one entry more, or another one in its place.
  public ReviewedLock with(PackageId id, Entry entry) {
    Map<PackageId, Entry> more = new TreeMap<>(packages);
    more.put(id, entry);
    return new ReviewedLock(new TreeMap<>(more));
  }
}
