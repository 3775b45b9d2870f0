package dev.ambit.core.tree;

import dev.ambit.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/// Reads a JSON text once, front to back, keeping only what is asked for and knowing where it stands.
final class JsonCursor {
  // npm and Node take the last of two equal keys, and published packages have them
  private static final JsonMapper LENIENT = JsonMapper.builder().build();

  /// Takes one value; the cursor stands on it and must be moved to its end.
  interface Field {
    void read(String key) throws MalformedJsonException;
  }

  /// Takes the whole document, an object.
  interface Document {
    void read(JsonCursor cursor) throws MalformedJsonException;
  }

  private final JsonParser parser;

  private JsonCursor(JsonParser parser) {
    this.parser = parser;
  }

  /// Reads as npm does: the last of equal keys counts.
  static void lenient(String text, Document document) throws MalformedJsonException {
    read(LENIENT, text, document);
  }

  /// Refuses equal keys.
  static void strict(String text, Document document) throws MalformedJsonException {
    read(Json.MAPPER, text, document);
  }

  private static void read(JsonMapper mapper, String text, Document document) throws MalformedJsonException {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser parser = mapper.createParser(content)) {
      JsonCursor cursor = new JsonCursor(parser);
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw cursor.malformed("must be a JSON object");
        }
        document.read(cursor);
        if (parser.nextToken() != null) {
          throw cursor.malformed("must end after the object");
        }
      } catch (JacksonException e) {
        TokenStreamLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        String pointer = cursor.pointer();
        String near = pointer.isEmpty() ? "" : " near " + PackageNames.quote(pointer);
        throw new MalformedJsonException(reason(e) + near, at.getLineNr(), at.getColumnNr(), pointer);
      }
    }
  }

  private static String reason(JacksonException e) {
    String message = e.getOriginalMessage() == null ? "not JSON" : e.getOriginalMessage();
    int end = message.length();
    for (String mark : new String[] {"\n", " (start marker", " at [Source", " (for Object starting"}) {
      int at = message.indexOf(mark);
      end = at >= 0 && at < end ? at : end;
    }
    String quoted = PackageNames.quote(message.substring(0, end).strip());
    String bare = quoted.substring(1, quoted.length() - 1);
    return bare.isEmpty() ? "not JSON" : Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
  }

  MalformedJsonException malformed(String reason) {
    TokenStreamLocation at = parser.currentTokenLocation();
    String pointer = pointer();
    String subject = pointer.isEmpty() ? "" : PackageNames.quote(pointer) + " ";
    return new MalformedJsonException(subject + reason, at.getLineNr(), at.getColumnNr(), pointer);
  }

  String pointer() {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  int column() {
    return parser.currentTokenLocation().getColumnNr();
  }

  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  /// Each field of the object that the cursor stands on.
  void object(Field field) throws MalformedJsonException {
    if (!isObject()) {
      throw malformed("must be an object");
    }
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      parser.nextToken();
      field.read(key);
    }
  }

  void skip() {
    parser.skipChildren();
  }

  String string() throws MalformedJsonException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw malformed("must be a string");
    }
    return parser.getString();
  }

  boolean bool() throws MalformedJsonException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw malformed("must be `true` or `false`");
    };
  }

  int integer() throws MalformedJsonException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw malformed("must be an integer");
    }
    return parser.getIntValue();
  }

  /// A string, or an array of strings.
  List<String> strings() throws MalformedJsonException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return List.of(parser.getString());
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw malformed("must be a string or an array of strings");
    }
    List<String> all = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      all.add(string());
    }
    return List.copyOf(all);
  }

  /// A string, or null for anything else, as npm reads a package.json.
  @Nullable String stringOrNull() {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    skip();
    return null;
  }

  /// The names of an object; of anything else none.
  List<String> names() throws MalformedJsonException {
    List<String> all = new ArrayList<>();
    if (!isObject()) {
      skip();
      return all;
    }
    object(
        name -> {
          all.add(name);
          skip();
        });
    return all;
  }

  /// Names to strings; anything else, here or within, counts as absent, as npm does it.
  Map<String, String> namesToStrings() throws MalformedJsonException {
    Map<String, String> all = new TreeMap<>();
    if (!isObject()) {
      skip();
      return all;
    }
    object(
        key -> {
          String value = stringOrNull();
          if (value != null) {
            all.put(key, value);
          }
        });
    return all;
  }
}
