package dev.ambit.core.json;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Changes single members of a JSON text and leaves every other character as it is.
///
/// @param file as messages should name it
/// @param text JSON
public record JsonEdit(String file, String text) {
  private static final String INDENT = "  ";

  /// Sets a member of the object at the path, adding it at the end where it is not there.
  ///
  /// @param json the value, as JSON
  /// @throws FormatException when the text is no JSON or the path leads to no object
  public JsonEdit set(List<String> path, String key, String json) throws FormatException {
    Cursor object = at(path);
    SequencedMap<String, Cursor> members = object.entries();
    object.finish();
    Cursor old = members.get(key);
    if (old != null) {
      return splice(old.start(), old.end(), json);
    }
    String member = JsonText.quote(key) + ": " + json;
    String newline = text.contains("\r\n") ? "\r\n" : "\n";
    if (members.isEmpty()) {
      String outer = indentOfLine(object.start());
      return splice(object.start(), object.end(), "{" + newline + outer + INDENT + member + newline + outer + "}");
    }
    Cursor last = members.lastEntry().getValue();
    boolean ownLine = text.substring(lineStart(last.keyStart()), last.keyStart()).isBlank();
    String before = ownLine ? "," + newline + indentOfLine(last.keyStart()) : ", ";
    return splice(last.end(), last.end(), before + member);
  }

  /// Sets a member to an array of texts, on as many lines as it had. Elements that stay keep their spelling.
  ///
  /// @throws FormatException when the text is no JSON or the path leads to no object
  public JsonEdit setArray(List<String> path, String key, List<String> elements) throws FormatException {
    Cursor object = at(path);
    Cursor old = object.entries().get(key);
    object.finish();
    if (old == null || !old.raw().contains("\n") || elements.isEmpty()) {
      return set(path, key, "[" + String.join(", ", elements) + "]");
    }
    String newline = text.contains("\r\n") ? "\r\n" : "\n";
    String outer = indentOfLine(old.keyStart());
    String inner = newline + outer + INDENT;
    String lines = elements.stream().collect(Collectors.joining("," + inner, "[" + inner, newline + outer + "]"));
    return set(path, key, lines);
  }

  /// Removes a member of the object at the path, if it is there.
  ///
  /// @throws FormatException when the text is no JSON or the path leads to no object
  public JsonEdit remove(List<String> path, String key) throws FormatException {
    Cursor object = at(path);
    List<Cursor> members = List.copyOf(object.entries().values());
    Cursor gone = object.entries().get(key);
    object.finish();
    if (gone == null) {
      return this;
    }
    int index = members.stream().map(Cursor::keyStart).toList().indexOf(gone.keyStart());
    if (index > 0) {
      return splice(members.get(index - 1).end(), gone.end(), "");
    }
    return members.size() > 1
        ? splice(gone.keyStart(), members.get(1).keyStart(), "")
        : splice(object.start(), object.end(), "{}");
  }

  private Cursor at(List<String> path) throws FormatException {
    Cursor at = Cursor.parse(file, text);
    for (String key : path) {
      Cursor below = at.entries().get(key);
      if (below == null) {
        at.problem("`" + key + "` is missing");
        at.finish();
        throw new IllegalStateException("finish() has thrown");
      }
      at = below;
    }
    return at;
  }

  private JsonEdit splice(int start, int end, String replacement) {
    return new JsonEdit(file, text.substring(0, start) + replacement + text.substring(end));
  }

  private int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  private String indentOfLine(int offset) {
    int start = lineStart(offset);
    int end = start;
    while (text.charAt(end) == ' ' || text.charAt(end) == '\t') {
      end++;
    }
    return text.substring(start, end);
  }
}
