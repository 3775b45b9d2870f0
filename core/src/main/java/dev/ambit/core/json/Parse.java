package dev.ambit.core.json;

import dev.ambit.core.json.Value.Member;
import dev.ambit.core.json.Value.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// From bytes to values that know their place. Duplicate keys are problems like others, so that all are found.
final class Parse {
  private static final int DEEPEST = 32;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final String text;
  private final List<Problem> problems;

  private Parse(String text, List<Problem> problems) {
    this.text = text;
    this.problems = problems;
  }

  /// Ends the parse at what makes the rest unreadable.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    Unreadable(String pointer, int line, int column, String message) {
      super(message, null, false, false);
      this.problem = new Problem(pointer, line, column, message);
    }
  }

  /// The text of a file.
  ///
  /// @throws FormatException when it is not UTF-8 without byte order mark
  static String decode(String file, byte[] bytes) throws FormatException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      int column = text.length() - text.lastIndexOf('\n');
      throw new FormatException(file, List.of(new Problem("", line, column, "is not UTF-8 text; save it as UTF-8")));
    }
    if (text.startsWith("\uFEFF")) {
      String message = "starts with a byte order mark; save it as UTF-8 without one";
      throw new FormatException(file, List.of(new Problem("", 1, 1, message)));
    }
    return text;
  }

  /// Parses the one value of the text; duplicate keys are added to `problems`.
  ///
  /// @throws FormatException when the text is no JSON, with everything found so far
  static Value parse(String file, String text, List<Problem> problems) throws FormatException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new Parse(text, problems).document(parser);
    } catch (Unreadable e) {
      problems.add(e.problem);
    } catch (StreamConstraintsException e) {
      TokenStreamLocation at = e.getLocation();
      String message = "holds a number, name or text that is too long";
      problems.add(new Problem("", at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr(), message));
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String message = "is no JSON: " + inOwnWords(e.getOriginalMessage());
      problems.add(new Problem("", at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr(), message));
    }
    throw new FormatException(file, problems);
  }

  private static String inOwnWords(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "unreadable";
    }
    String line = message.lines().findFirst().orElse(message);
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }

  private Value document(JsonParser parser) throws Unreadable {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new Unreadable("", 1, 1, "is empty");
    }
    Value value = value(parser, first, "", 0);
    if (parser.nextToken() != null) {
      TokenStreamLocation at = parser.currentTokenLocation();
      throw new Unreadable("", at.getLineNr(), at.getColumnNr(), "goes on after its end");
    }
    return value;
  }

  private Value value(JsonParser parser, JsonToken token, String pointer, int depth) throws Unreadable {
    TokenStreamLocation at = parser.currentTokenLocation();
    if (depth > DEEPEST) {
      throw new Unreadable(pointer, at.getLineNr(), at.getColumnNr(), "is nested deeper than " + DEEPEST + " levels");
    }
    return switch (token) {
      case START_OBJECT -> object(parser, at, pointer, depth);
      case START_ARRAY -> array(parser, at, pointer, depth);
      case VALUE_STRING -> {
        String string = parser.getString();
        yield new Value.Str(place(parser, at), string);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String number = parser.getString();
        // by now the parser may have read on beyond the number
        int end = start(at) + number.length();
        yield new Value.Num(new Place(at.getLineNr(), at.getColumnNr(), start(at), end), number);
      }
      case VALUE_TRUE -> new Value.Bool(place(parser, at), true);
      case VALUE_FALSE -> new Value.Bool(place(parser, at), false);
      case VALUE_NULL -> new Value.Null(place(parser, at));
      default -> throw new Unreadable(pointer, at.getLineNr(), at.getColumnNr(), "is no JSON");
    };
  }

  private Value object(JsonParser parser, TokenStreamLocation at, String pointer, int depth) throws Unreadable {
    SequencedMap<String, Member> members = new LinkedHashMap<>();
    while (next(parser) != JsonToken.END_OBJECT) {
      TokenStreamLocation keyAt = parser.currentTokenLocation();
      String key = parser.currentName();
      Place keyPlace = new Place(keyAt.getLineNr(), keyAt.getColumnNr(), start(keyAt), afterString(start(keyAt)));
      String below = Cursor.below(pointer, key);
      Value value = value(parser, next(parser), below, depth + 1);
      if (members.putIfAbsent(key, new Member(keyPlace, value)) != null) {
        String message = Problem.quote(key) + " is there twice; remove one";
        problems.add(new Problem(below, keyPlace.line(), keyPlace.column(), message));
      }
    }
    return new Value.Obj(place(parser, at), members);
  }

  private Value array(JsonParser parser, TokenStreamLocation at, String pointer, int depth) throws Unreadable {
    List<Value> elements = new ArrayList<>();
    for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
      elements.add(value(parser, token, pointer + "/" + elements.size(), depth + 1));
    }
    return new Value.Arr(place(parser, at), elements);
  }

  private JsonToken next(JsonParser parser) throws Unreadable {
    JsonToken token = parser.nextToken();
    if (token == null) {
      TokenStreamLocation at = parser.currentLocation();
      throw new Unreadable("", at.getLineNr(), at.getColumnNr(), "ends too early");
    }
    return token;
  }

  private static Place place(JsonParser parser, TokenStreamLocation start) {
    int end = (int) parser.currentLocation().getCharOffset();
    return new Place(start.getLineNr(), start.getColumnNr(), start(start), end);
  }

  private static int start(TokenStreamLocation location) {
    return (int) location.getCharOffset();
  }

  /// Names are read lazily, so the parser does not say where one ends.
  private int afterString(int start) {
    int at = start + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
