package dev.ambit.core.finding;

/// How much a finding weighs. Only [#ERROR] and [#REVIEW] make `audit` end with 1.
public enum Severity {
  /// something is wrong: the tree and its lock file disagree, a file does not parse
  ERROR,
  /// a person has to decide: growth, an unreviewed package, a powerful capability at `init`
  REVIEW,
  /// worth knowing
  NOTE
}
