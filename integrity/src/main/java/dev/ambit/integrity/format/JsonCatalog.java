package dev.ambit.integrity.format;

import dev.ambit.core.json.Cursor;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.JsonText;
import dev.ambit.core.json.Problem;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.Digest;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Member;
import dev.ambit.integrity.catalog.MemberPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads and writes the portable catalog. It has one form: equal catalogs are equal bytes, and anything else is
/// refused. The same with JSON Schema: `spec/catalog.schema.json`.
final class JsonCatalog {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9+/]{43}=");
  private static final Pattern SHA512 = Pattern.compile("[A-Za-z0-9+/]{86}==");

  private JsonCatalog() {}

  static Catalog parse(String file, byte[] bytes) throws FormatException {
    Optional<Catalog> own = CatalogLines.read(new String(bytes, StandardCharsets.UTF_8));
    return own.isPresent() ? own.get() : parseAny(file, bytes);
  }

  /// Any JSON, to say what is wrong with it; slower.
  static Catalog parseAny(String file, byte[] bytes) throws FormatException {
    Cursor root = Cursor.parse(file, bytes);
    SequencedMap<String, Cursor> fields = root.fields("version", "files");
    root.require(fields, "version").ifPresent(version -> version.formatVersion(1));
    SortedMap<String, Member> members = new TreeMap<>();
    root.require(fields, "files").ifPresent(files -> files(files, members));
    root.finish();
    Catalog catalog = new Catalog(CatalogFormat.JSON, members);
    if (!text(catalog).equals(root.document())) {
      root.problem("is not in the one form that catalogs have; run `ambit catalog create`");
      root.finish();
    }
    return catalog;
  }

  private static void files(Cursor files, SortedMap<String, Member> members) {
    if (files.entries().size() > Catalog.MOST_MEMBERS) {
      files.problem("has more than " + Catalog.MOST_MEMBERS + " files");
      return;
    }
    files
        .entries()
        .forEach(
            (path, entry) -> {
              MemberPath.problem(path).ifPresent(entry::problemWithKey);
              if (!members.isEmpty() && members.lastKey().compareTo(path) > 0) {
                entry.problemWithKey(Problem.quote(path) + " is out of order");
              }
              member(path, entry).ifPresent(member -> members.put(path, member));
            });
  }

  private static Optional<Member> member(String path, Cursor entry) {
    SequencedMap<String, Cursor> fields = entry.fields("size", "sha256", "sha512");
    Optional<Cursor> size = entry.require(fields, "size");
    if (size.isPresent() && !SIZE.matcher(size.get().raw()).matches()) {
      size.get().problem("must be a whole number of bytes");
      size = Optional.empty();
    }
    List<Digest> digests = new ArrayList<>();
    entry
        .require(fields, "sha256")
        .flatMap(d -> digest(d, DigestAlgorithm.SHA256, SHA256))
        .ifPresent(digests::add);
    Optional.ofNullable(fields.get("sha512"))
        .flatMap(d -> digest(d, DigestAlgorithm.SHA512, SHA512))
        .ifPresent(digests::add);
    if (size.isEmpty() || digests.isEmpty() || MemberPath.problem(path).isPresent()) {
      return Optional.empty();
    }
    OptionalLong bytes = OptionalLong.of(Long.parseLong(size.get().raw()));
    return Optional.of(Member.of(path, bytes, Coverage.FLAT, digests.toArray(Digest[]::new)));
  }

  private static Optional<Digest> digest(Cursor value, DigestAlgorithm algorithm, Pattern form) {
    Optional<String> text = value.text();
    if (text.isPresent() && !form.matcher(text.get()).matches()) {
      value.problem(Problem.quote(text.get()) + " is no " + algorithm.word() + " digest in base64");
      return Optional.empty();
    }
    return text.map(base64 -> new Digest(algorithm, Base64.getDecoder().decode(base64)));
  }

  /// The one text of a catalog.
  static String text(Catalog catalog) {
    if (catalog.members().isEmpty()) {
      return "{\n  \"version\": 1,\n  \"files\": {}\n}\n";
    }
    StringBuilder text = new StringBuilder(128 * catalog.members().size()).append(CatalogLines.START);
    String between = "";
    for (Member member : catalog.members().values()) {
      text.append(between).append("    ").append(JsonText.quote(member.path()));
      member(member, text);
      between = CatalogLines.NEXT;
    }
    return text.append(CatalogLines.END).toString();
  }

  private static void member(Member member, StringBuilder text) {
    if (member.coverage() != Coverage.FLAT || !member.digests().containsKey(DigestAlgorithm.SHA256)) {
      throw new IllegalArgumentException("`" + member.path() + "` has no sha256 digest of all its bytes");
    }
    long size = member.size().orElseThrow(() -> new IllegalArgumentException("`" + member.path() + "` has no size"));
    text.append(": {\"size\": ").append(size);
    for (Digest digest : member.digests().values()) {
      text.append(", \"").append(digest.algorithm().word()).append("\": \"").append(digest.base64()).append('"');
    }
    text.append('}');
  }
}
