package dev.ambit.core.lock;

import dev.ambit.core.declaration.Declaration;
import dev.ambit.core.declaration.DeclarationFields;
import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.json.Cursor;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.JsonText;
import dev.ambit.core.json.Problem;
import dev.ambit.core.lock.ReviewedLock.Entry;
import dev.ambit.core.lock.ReviewedLock.PlatformBound;
import dev.ambit.core.lock.ReviewedLock.Reviewed;
import dev.ambit.core.lock.ReviewedLock.Source;
import dev.ambit.core.npm.PackageName;
import dev.ambit.core.tree.PackageId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads and writes `ambit.lock.json`. The same with JSON Schema: `spec/lock.schema.json`.
public final class LockFile {
  /// Its name in the project's folder.
  public static final String NAME = "ambit.lock.json";

  private static final Pattern DIGEST = Pattern.compile("sha256-[A-Za-z0-9+/]{43}=");
  private static final String HASH = "(?:sha1|sha256|sha384|sha512)-[A-Za-z0-9+/]+={0,2}(?:\\?[!-~]*)?";
  private static final Pattern INTEGRITY = Pattern.compile(HASH + "(?: +" + HASH + ")*");
  /// A pattern with repeated groups overflows the stack on a text that never ends.
  private static final int LONGEST_INTEGRITY = 1024;

  private static final Pattern VERSION = Pattern.compile("[^\\s@/\\\\:]+");

  private LockFile() {}

  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  static boolean isIntegrity(String text) {
    return text.length() <= LONGEST_INTEGRITY && INTEGRITY.matcher(text).matches();
  }

  /// Reads a lock.
  ///
  /// @throws FormatException with every problem, when it is none
  /// @throws IOException when the file cannot be read
  public static ReviewedLock read(Path file) throws IOException {
    return read(Cursor.read(file));
  }

  /// Reads a lock from the bytes of a file.
  ///
  /// @param file as messages should name it
  /// @throws FormatException with every problem, when it is none
  public static ReviewedLock parse(String file, byte[] bytes) throws FormatException {
    return read(Cursor.parse(file, bytes));
  }

  private static ReviewedLock read(Cursor root) throws FormatException {
    SequencedMap<String, Cursor> fields = root.fields("$schema", "version", "packages");
    Optional.ofNullable(fields.get("$schema")).ifPresent(Cursor::text);
    root.require(fields, "version").ifPresent(version -> version.formatVersion(1));
    SortedMap<PackageId, Entry> packages = new TreeMap<>();
    root.require(fields, "packages")
        .ifPresent(
            all ->
                all.entries()
                    .forEach(
                        (key, entry) -> {
                          Optional<PackageId> id = id(key, entry);
                          Optional<Entry> read = entry(entry);
                          if (id.isPresent() && read.isPresent()) {
                            packages.put(id.get(), read.get());
                          }
                        }));
    root.finish();
    return new ReviewedLock(packages);
  }

  private static Optional<PackageId> id(String key, Cursor entry) {
    int at = key.indexOf('@', 1);
    boolean valid =
        at > 0 && PackageName.isValid(key.substring(0, at)) && VERSION.matcher(key.substring(at + 1)).matches();
    if (!valid) {
      entry.problemWithKey(Problem.quote(key) + " is not `name@version`");
      return Optional.empty();
    }
    return Optional.of(PackageId.parse(key));
  }

  private static Optional<Entry> entry(Cursor entry) {
    return entry.entries().containsKey("platform") ? platformBound(entry) : reviewed(entry);
  }

  private static Optional<Entry> platformBound(Cursor entry) {
    SequencedMap<String, Cursor> fields = entry.fields("integrity", "platform", "installScripts");
    Cursor platform = fields.get("platform");
    if (platform != null && !platform.bool().orElse(true)) {
      platform.problem("must be `true` or absent");
    }
    boolean scripts = installScripts(fields);
    return entry
        .require(fields, "integrity")
        .flatMap(i -> matching(i, LockFile::isIntegrity, "is no subresource integrity, `sha512-…`"))
        .map(integrity -> new PlatformBound(integrity, scripts));
  }

  private static Optional<Entry> reviewed(Cursor entry) {
    List<String> known = new ArrayList<>(List.of("digest", "source", "installScripts"));
    known.addAll(DeclarationFields.KEYS);
    SequencedMap<String, Cursor> fields = entry.fields(known.toArray(String[]::new));
    Optional<String> digest =
        entry
            .require(fields, "digest")
            .flatMap(d -> matching(d, LockFile::isDigest, "is no digest, `sha256-…` in base64"));
    Optional<Source> source =
        entry.require(fields, "source").flatMap(s -> s.word("author", "analysis", "approved")).map(Source::of);
    entry.require(fields, "builtins");
    entry.require(fields, "globals");
    Declaration declaration = DeclarationFields.read(fields);
    boolean scripts = installScripts(fields);
    return digest.isPresent() && source.isPresent()
        ? Optional.of(new Reviewed(digest.get(), source.get(), declaration, scripts))
        : Optional.empty();
  }

  private static boolean installScripts(SequencedMap<String, Cursor> fields) {
    return Optional.ofNullable(fields.get("installScripts")).flatMap(Cursor::bool).orElse(false);
  }

  private static Optional<String> matching(Cursor value, Predicate<String> valid, String otherwise) {
    Optional<String> text = value.text();
    if (text.isPresent() && !valid.test(text.get())) {
      value.problem(Problem.quote(text.get()) + " " + otherwise);
      return Optional.empty();
    }
    return text;
  }

  /// The lock as it is written: sorted, one package a line, equal bytes for equal locks everywhere.
  public static String text(ReviewedLock lock) {
    if (lock.packages().isEmpty()) {
      return "{\n  \"version\": 1,\n  \"packages\": {}\n}\n";
    }
    return lock.packages().entrySet().stream()
        .map(e -> "    " + JsonText.quote(e.getKey().toString()) + ": " + line(e.getValue()))
        .collect(Collectors.joining(",\n", "{\n  \"version\": 1,\n  \"packages\": {\n", "\n  }\n}\n"));
  }

  private static String line(Entry entry) {
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    switch (entry) {
      case Reviewed(String digest, Source source, Declaration declaration, boolean scripts) -> {
        fields.put("digest", JsonText.quote(digest));
        fields.put("source", JsonText.quote(source.word()));
        fields.putAll(DeclarationFields.text(declaration));
      }
      case PlatformBound(String integrity, boolean scripts) -> {
        fields.put("integrity", JsonText.quote(integrity));
        fields.put("platform", "true");
      }
    }
    if (entry.installScripts()) {
      fields.put("installScripts", "true");
    }
    return fields.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /// Writes a lock.
  ///
  /// @throws IOException when it cannot be written; what was there is still there
  public static void write(Path file, ReviewedLock lock) throws IOException {
    AtomicFile.write(file, text(lock).getBytes(StandardCharsets.UTF_8));
  }
}
