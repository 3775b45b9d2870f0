package dev.ambit.integrity.npm;

import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.Digest;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Member;
import dev.ambit.integrity.catalog.MemberPath;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// What npm makes of a package's tarball.
///
/// @param files by path below the package's folder
record Tarball(SortedMap<String, Member> files) {
  private static final int BUFFER = 1 << 16;

  Tarball {
    files = Collections.unmodifiableSortedMap(files);
  }

  /// The file is not the one that the lock file means.
  static final class OtherBytesException extends IOException {
    private static final long serialVersionUID = 1;

    OtherBytesException(@Nullable IOException cause) {
      super("it has another digest", cause);
    }
  }

  /// Reads a tarball once: the bytes whose digest is checked are the bytes that count.
  ///
  /// @param wanted one of them has to match, all of one algorithm
  /// @throws OtherBytesException when none does
  /// @throws TarballException when readers might disagree on what it holds
  /// @throws IOException when it cannot be read
  static Tarball read(Path file, List<TarballDigest> wanted) throws IOException {
    MessageDigest digest = wanted.getFirst().start();
    SortedMap<String, Member> files = null;
    IOException malformed = null;
    try (InputStream raw = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        InputStream in = new DigestInputStream(new BufferedInputStream(raw, BUFFER), digest)) {
      try {
        files = files(new GZIPInputStream(in, BUFFER));
      } catch (IOException e) {
        malformed = e;
      }
      in.transferTo(OutputStream.nullOutputStream());
    }
    String hex = HexFormat.of().formatHex(digest.digest());
    if (wanted.stream().noneMatch(w -> w.hex().equals(hex))) {
      throw new OtherBytesException(malformed);
    }
    if (malformed != null || files == null) {
      String message = malformed == null ? null : malformed.getMessage();
      throw new TarballException(message == null ? "it is no archive" : message, malformed);
    }
    return new Tarball(files);
  }

  private static SortedMap<String, Member> files(InputStream in) throws IOException {
    SortedMap<String, Member> files = new TreeMap<>();
    Set<String> ignores = new HashSet<>();
    TarEntries entries = new TarEntries(in);
    byte[] buffer = new byte[BUFFER];
    for (TarEntries.Entry entry = entries.next(); entry != null; entry = entries.next()) {
      if (entry.kind() != TarEntries.Kind.FILE) {
        continue;
      }
      Optional<String> path = installed(entry.path(), ignores);
      MessageDigest digest = DigestAlgorithm.SHA256.start();
      for (int count = entries.read(buffer); count >= 0; count = entries.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      if (path.isPresent()) {
        Digest sha256 = new Digest(DigestAlgorithm.SHA256, digest.digest());
        // of two with one name npm leaves the later
        files.put(path.get(), Member.of(path.get(), OptionalLong.of(entry.size()), Coverage.FLAT, sha256));
      }
    }
    return files;
  }

  /// Where npm puts an entry: without its first folder, and `.gitignore` as `.npmignore` unless that was there before.
  private static Optional<String> installed(String entry, Set<String> ignores) throws IOException {
    String path = entry.substring(entry.indexOf('/') + 1);
    if (path.length() == entry.length()) {
      // npm strips the first folder; what lies in none is not installed
      return Optional.empty();
    }
    if (path.startsWith("./")) {
      path = path.substring(2);
    }
    Optional<String> problem = MemberPath.problem(path);
    if (problem.isPresent()) {
      throw new IOException("it holds an unusable name: " + problem.get());
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.equals(".npmignore")) {
      ignores.add(path);
    } else if (name.equals(".gitignore")) {
      String renamed = path.substring(0, path.length() - ".gitignore".length()) + ".npmignore";
      return ignores.contains(renamed) ? Optional.empty() : Optional.of(renamed);
    }
    return Optional.of(path);
  }
}
