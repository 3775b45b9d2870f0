package dev.ambit.core.json;

/// An enum whose constants have a word each in files and output.
public interface Worded {
  /// The word of this constant; no two of an enum share one.
  String word();

  /// The constant with a word.
  ///
  /// @param what a constant is, for the message: `realm`
  /// @throws IllegalArgumentException for a word that none has
  static <E extends Enum<E> & Worded> E of(Class<E> type, String what, String word) {
    for (E constant : type.getEnumConstants()) {
      if (constant.word().equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("`" + word + "` is no " + what);
  }
}
