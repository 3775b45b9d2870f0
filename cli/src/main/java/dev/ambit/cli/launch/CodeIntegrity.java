package dev.ambit.cli.launch;

import java.nio.file.Path;

/// What the guard is given to judge files by: the digests of a verified catalog, pinned.
///
/// @param list the file with the digests, see [SignedFiles]
/// @param pin `sha256-<base64>` of its bytes
/// @param demand what it was made for
/// @param sourceText what happens to text that a program compiles itself, by `eval`, `Function` or `vm`
public record CodeIntegrity(
    Path list, String pin, IntegrityDemand demand, IntegrityDemand.InteractiveRule sourceText) {

  /// Flags that make Node itself close a door.
  String flags() {
    boolean blocked = demand.interactive() == IntegrityDemand.InteractiveRule.BLOCKED;
    boolean text = sourceText == IntegrityDemand.InteractiveRule.BLOCKED;
    // without the first, a signal from any process of the user starts a debugger
    return (blocked ? " --disable-sigusr1" : "") + (text ? " --disallow-code-generation-from-strings" : "");
  }
}
