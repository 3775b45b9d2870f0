package dev.ambit.core.policy;

/// How a package stands to the reviewed baseline.
public enum Review {
  /// the user's own code
  OWN,
  /// in the baseline with this very content
  REVIEWED,
  /// another version or other content than reviewed, which wants nothing new
  CHANGED,
  /// another version or other content than reviewed, which wants more: it gets what was reviewed
  GROWN,
  /// not in the baseline at all
  UNREVIEWED,
  /// in node_modules without being in the lock file
  UNLOCKED
}
