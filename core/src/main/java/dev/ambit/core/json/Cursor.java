package dev.ambit.core.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A place in a parsed JSON file. Reads on from there and takes note of every problem; [#finish()] throws
/// them all. What is not as asked for is noted and read as absent, so one problem does not hide the next.
public final class Cursor {
  private static final long LARGEST = 64L << 20;

  private record Document(String file, String text, List<Problem> problems) {}

  private final Document document;
  private final String pointer;
  private final Value value;
  private final Value.Place key;

  private Cursor(Document document, String pointer, Value value, Value.Place key) {
    this.document = document;
    this.pointer = pointer;
    this.value = value;
    this.key = key;
  }

  /// Reads a file.
  ///
  /// @throws FormatException when it is no JSON
  /// @throws IOException when it cannot be read
  public static Cursor read(Path file) throws IOException {
    return read(file, LARGEST);
  }

  /// Reads a file that others wrote, which may want to cost time.
  ///
  /// @param largest bytes that are read at most, whole MiB
  /// @throws FormatException when it is larger, or no JSON
  /// @throws IOException when it cannot be read
  public static Cursor read(Path file, long largest) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FormatException(file.toString(), List.of(new Problem("", 0, 0, "is not a regular file")));
    }
    if (Files.size(file) > largest) {
      String message = "is larger than " + (largest >> 20) + " MiB";
      throw new FormatException(file.toString(), List.of(new Problem("", 0, 0, message)));
    }
    return parse(file.toString(), Files.readAllBytes(file));
  }

  /// Parses the bytes of a file.
  ///
  /// @param file as messages should name it
  /// @throws FormatException when they are no JSON in UTF-8
  public static Cursor parse(String file, byte[] bytes) throws FormatException {
    return parse(file, Parse.decode(file, bytes));
  }

  /// As [#parse(String, byte[])], from decoded text.
  ///
  /// @throws FormatException when it is no JSON
  public static Cursor parse(String file, String text) throws FormatException {
    List<Problem> problems = new ArrayList<>();
    Value value = Parse.parse(file, text, problems);
    return new Cursor(new Document(file, text, problems), "", value, value.place());
  }

  /// The JSON pointer (RFC 6901) of this place.
  public String pointer() {
    return pointer;
  }

  /// Offset of the value's first character in the text, in UTF-16 units.
  public int start() {
    return value.place().start();
  }

  /// Offset after the value's last character.
  public int end() {
    return value.place().end();
  }

  /// Offset of the first character of its key, or of the value itself for an array element and the root.
  public int keyStart() {
    return key.start();
  }

  /// The whole text of the file.
  public String document() {
    return document.text;
  }

  /// The value as it is written in the file.
  public String raw() {
    return document.text.substring(start(), end());
  }

  /// The pointer of a member.
  static String below(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  /// Takes note of a problem with the value.
  public void problem(String message) {
    document.problems.add(new Problem(pointer, value.place().line(), value.place().column(), message));
  }

  /// Takes note of a problem with the key that leads here.
  public void problemWithKey(String message) {
    document.problems.add(new Problem(pointer, key.line(), key.column(), message));
  }

  /// The members of an object, in the order of the file, whatever their keys.
  public SequencedMap<String, Cursor> entries() {
    SequencedMap<String, Cursor> entries = new LinkedHashMap<>();
    if (value instanceof Value.Obj(Value.Place place, SequencedMap<String, Value.Member> members)) {
      members.forEach((k, m) -> entries.put(k, new Cursor(document, below(pointer, k), m.value(), m.key())));
    } else {
      problem("must be an object, not " + value.noun());
    }
    return Collections.unmodifiableSequencedMap(entries);
  }

  /// The members of an object that has these keys and no others.
  public SequencedMap<String, Cursor> fields(String... known) {
    SequencedMap<String, Cursor> fields = new LinkedHashMap<>(entries());
    for (Cursor unknown : fields.values().stream().filter(f -> !List.of(known).contains(f.name())).toList()) {
      String nearest = Nearest.of(unknown.name(), List.of(known));
      unknown.problemWithKey(
          "unknown key " + Problem.quote(unknown.name())
              + (nearest == null ? "; known are " + list(known) : "; did you mean `" + nearest + "`?"));
      fields.remove(unknown.name());
    }
    return fields;
  }

  private static String list(String... words) {
    return "`" + String.join("`, `", words) + "`";
  }

  private String name() {
    return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  /// Takes note when an object lacks a key.
  public Optional<Cursor> require(SequencedMap<String, Cursor> fields, String wanted) {
    Cursor field = fields.get(wanted);
    if (field == null && value instanceof Value.Obj) {
      problem("`" + wanted + "` is missing");
    }
    return Optional.ofNullable(field);
  }

  /// The elements of an array.
  public List<Cursor> elements() {
    if (!(value instanceof Value.Arr(Value.Place place, List<Value> elements))) {
      problem("must be an array, not " + value.noun());
      return List.of();
    }
    List<Cursor> cursors = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Value element = elements.get(i);
      cursors.add(new Cursor(document, pointer + "/" + i, element, element.place()));
    }
    return Collections.unmodifiableList(cursors);
  }

  /// A text.
  public Optional<String> text() {
    if (value instanceof Value.Str(Value.Place place, String text)) {
      return Optional.of(text);
    }
    problem("must be a text, not " + value.noun());
    return Optional.empty();
  }

  /// One of these words.
  public Optional<String> word(String... words) {
    Optional<String> text = text();
    if (text.isEmpty() || List.of(words).contains(text.get())) {
      return text;
    }
    String nearest = Nearest.of(text.get(), List.of(words));
    problem(
        Problem.quote(text.get()) + " is none of " + list(words)
            + (nearest == null ? "" : "; did you mean `" + nearest + "`?"));
    return Optional.empty();
  }

  /// `true` or `false`.
  public Optional<Boolean> bool() {
    if (value instanceof Value.Bool(Value.Place place, boolean bool)) {
      return Optional.of(bool);
    }
    problem("must be `true` or `false`, not " + value.noun());
    return Optional.empty();
  }

  /// A version number of a format, one of those that are known; written as an integer.
  public Optional<Integer> formatVersion(int... known) {
    if (!(value instanceof Value.Num(Value.Place place, String number))) {
      problem("must be a number, not " + value.noun());
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    for (int version : known) {
      words.add(String.valueOf(version));
      if (number.equals(words.getLast())) {
        return Optional.of(version);
      }
    }
    problem(
        Problem.quote(number) + " is no version that this Ambit knows; it knows " + String.join(" and ", words));
    return Optional.empty();
  }

  /// Ends the reading.
  ///
  /// @throws FormatException when there was any problem anywhere in the file
  public void finish() throws FormatException {
    if (!document.problems.isEmpty()) {
      throw new FormatException(document.file, document.problems);
    }
  }
}
