package dev.ambit.analyze.flow;

/// What the surrounding code does with the value of an expression.
enum Regard {
  /// nothing: an expression statement
  DROPPED,
  /// asks whether it exists: `typeof x`
  TYPE_ASKED,
  /// asks whether it is true: `if (x)`, `!x`, `x && …`
  TRUTH_ASKED,
  /// compares it or calculates with it
  COMPARED,
  /// takes a member of it; the member says more
  ENTERED,
  /// calls it
  CALLED,
  /// puts it where [Flow] follows it
  FOLLOWED,
  /// hands it on to where it is not followed
  ESCAPES;

  /// Whether only existence is asked for.
  boolean isProbe() {
    return this == TYPE_ASKED || this == TRUTH_ASKED;
  }
}
