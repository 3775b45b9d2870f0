package dev.ambit.core.json;

import java.util.List;
import java.util.SequencedMap;

/// A parsed JSON value with its place in the text.
sealed interface Value {
  Place place();

  /// @param start offset of the first character, in UTF-16 units
  /// @param end offset after the last one
  record Place(int line, int column, int start, int end) {}

  /// @param key where the key stands
  record Member(Place key, Value value) {}

  record Obj(Place place, SequencedMap<String, Member> members) implements Value {}

  record Arr(Place place, List<Value> elements) implements Value {}

  record Str(Place place, String text) implements Value {}

  record Num(Place place, String text) implements Value {}

  record Bool(Place place, boolean value) implements Value {}

  record Null(Place place) implements Value {}

  /// What a message calls it.
  default String noun() {
    return switch (this) {
      case Obj o -> "an object";
      case Arr a -> "an array";
      case Str s -> "a text";
      case Num n -> "a number";
      case Bool b -> "`" + b.value + "`";
      case Null n -> "`null`";
    };
  }
}
