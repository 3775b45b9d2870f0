package dev.ambit.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/// One folder of `spec/scenarios`, as its `expect.json` describes it; `spec/scenario.schema.json` explains
/// the fields.
///
/// @param folder holds `app/` and, unless nothing is attacked, `attack/`
/// @param attack equal to `clean` where the file says nothing else; its output is that of the attack
/// @param effect empty exactly when nothing is attacked
/// @param replies what the HTTP sink answers, by path
record Scenario(
    Path folder,
    String title,
    Mode mode,
    List<Integer> nodeLines,
    Map<String, String> env,
    Map<String, String> replies,
    Run clean,
    Run attack,
    Optional<Effect> effect,
    Contained contained,
    Expectation expectation) {

  /// Whether the guard refuses or only reports.
  enum Mode {
    ENFORCE,
    OBSERVE
  }

  /// What becomes of the attack under the guard.
  enum Expectation {
    /// its effect does not happen
    DENIED,
    /// its effect happens, a known gap
    BYPASS,
    /// its effect happens, as the user wants it
    ALLOWED,
    /// there is no attack, the application works
    WORKS;

    /// Whether the contained attack still has its effect.
    boolean effectHappens() {
      return this == BYPASS || this == ALLOWED;
    }
  }

  /// One way to start the application.
  ///
  /// @param arguments of node
  /// @param directory relative to the application
  /// @param stdout all that it prints
  record Run(List<String> arguments, String directory, String stdout) {}

  /// The attack tree under the guard, with the clean baseline.
  ///
  /// @param stderr a text that stderr must hold, may be empty
  record Contained(String stdout, int exit, String stderr, SortedSet<Denial> denials) {}

  /// One refusal, or in observe mode one that would have been.
  ///
  /// @param packageId `name@version`
  /// @param capability in its text form
  record Denial(String packageId, String capability) implements Comparable<Denial> {
    @Override
    public int compareTo(Denial other) {
      int byPackage = packageId.compareTo(other.packageId);
      return byPackage != 0 ? byPackage : capability.compareTo(other.capability);
    }

    @Override
    public String toString() {
      return packageId + " " + capability;
    }
  }

  /// The folder's name.
  String name() {
    return folder.getFileName().toString();
  }

  @Override
  public String toString() {
    return name();
  }
}
