package dev.ambit.core.policy;

/// How the guard treats a package.
public enum Authority {
  /// the user's own code: everything
  OWN("own"),
  /// nobody declared it, and the settings allow that: everything
  FULL("full"),
  /// the capabilities listed, and no other
  DECLARED("declared");

  private final String word;

  Authority(String word) {
    this.word = word;
  }

  /// The word in the policy manifest.
  public String word() {
    return word;
  }
}
