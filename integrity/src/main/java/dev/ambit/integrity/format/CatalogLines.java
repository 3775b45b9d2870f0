package dev.ambit.integrity.format;

import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.Digest;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Member;
import dev.ambit.integrity.catalog.MemberPath;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the one text that a portable catalog can have, a file a line, a tenth of the time that JSON takes. What is
/// not that text to the last character is left to the reader that says what is wrong with it.
final class CatalogLines {
  static final String START = "{\n  \"version\": 1,\n  \"files\": {\n";
  static final String BEFORE = "    \"";
  static final String SIZE = "\": {\"size\": ";
  static final String NEXT = ",\n";
  static final String END = "\n  }\n}\n";
  private static final int DIGITS = 18;

  private final String text;
  private int at;

  private CatalogLines(String text) {
    this.text = text;
  }

  /// The catalog; nothing when the text is any other than this catalog's own.
  static Optional<Catalog> read(String text) {
    return Optional.ofNullable(new CatalogLines(text).catalog());
  }

  private @Nullable Catalog catalog() {
    if (!skip(START)) {
      return null;
    }
    SortedMap<String, Member> members = new TreeMap<>();
    String last = "";
    do {
      Member member = member();
      if (member == null || member.path().compareTo(last) <= 0 || members.size() == Catalog.MOST_MEMBERS) {
        return null;
      }
      last = member.path();
      members.put(last, member);
    } while (skip(NEXT));
    return skip(END) && at == text.length() ? new Catalog(CatalogFormat.JSON, members) : null;
  }

  private @Nullable Member member() {
    String path = skip(BEFORE) ? path() : null;
    if (path == null || !skip(SIZE)) {
      return null;
    }
    long size = size();
    Digest sha256 = size < 0 ? null : digest(DigestAlgorithm.SHA256);
    if (sha256 == null) {
      return null;
    }
    if (skip("}")) {
      return Member.of(path, OptionalLong.of(size), Coverage.FLAT, sha256);
    }
    Digest sha512 = digest(DigestAlgorithm.SHA512);
    return sha512 != null && skip("}")
        ? Member.of(path, OptionalLong.of(size), Coverage.FLAT, sha256, sha512)
        : null;
  }

  /// A path without an escape; with one it is rare, and the other reader's.
  private @Nullable String path() {
    int end = text.indexOf('"', at);
    String path = end < 0 ? "" : text.substring(at, end);
    at = end;
    // a backslash is a problem, so no escape gets through
    return MemberPath.problem(path).isEmpty() ? path : null;
  }

  /// @return below zero when it is none
  private long size() {
    int start = at;
    long size = 0;
    while (at < text.length() && at - start < DIGITS && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      size = size * 10 + text.charAt(at) - '0';
      at++;
    }
    boolean canonical = at > start && (text.charAt(start) != '0' || at == start + 1);
    return canonical ? size : -1;
  }

  private @Nullable Digest digest(DigestAlgorithm algorithm) {
    int length = (algorithm.length() + 2) / 3 * 4;
    if (!skip(", \"" + algorithm.word() + "\": \"") || text.length() - at < length) {
      return null;
    }
    String base64 = text.substring(at, at + length);
    at += length;
    Digest digest;
    try {
      digest = new Digest(algorithm, Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return null;
    }
    // the last character has bits that do not count
    return skip("\"") && digest.base64().equals(base64) ? digest : null;
  }

  private boolean skip(String expected) {
    boolean there = text.startsWith(expected, at);
    at += there ? expected.length() : 0;
    return there;
  }
}
