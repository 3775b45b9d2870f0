package dev.ambit.cli;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.ClosedCapabilityException;
import dev.ambit.core.capability.UnknownCapabilityException;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.policy.Standing;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds what the user named on the command line.
final class Selection {
  private Selection() {}

  /// The packages named by `name`, `name@version` or folder.
  ///
  /// @throws CommandException when there is none, with the nearest name
  static List<Standing> of(Assessment assessment, String wanted) {
    List<Standing> found =
        assessment.standings().values().stream()
            .filter(
                s ->
                    s.node().id().name().equals(wanted)
                        || s.node().id().toString().equals(wanted)
                        || (!wanted.isEmpty() && s.node().location().equals(wanted)))
            .toList();
    if (!found.isEmpty()) {
      return found;
    }
    Set<String> names = new TreeSet<>();
    for (Standing standing : assessment.standings().values()) {
      names.add(standing.node().id().toString());
      names.add(standing.node().id().name());
    }
    String near = Builtins.nearest(wanted, names);
    throw new CommandException(
        ExitCode.USAGE,
        "no installed package is `" + wanted + "`" + (near == null ? "" : "; did you mean `" + near + "`?"),
        "npm ls " + wanted);
  }

  /// The capability that the user typed, to grant it.
  ///
  /// @throws CommandException when there is no such thing, with the nearest name, and when nobody can have it
  static Capability grantable(String text) {
    Capability capability = capability(text);
    try {
      Builtins.get().checkGrantable(capability);
      return capability;
    } catch (ClosedCapabilityException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), null);
    }
  }

  /// The capability that the user typed.
  ///
  /// @throws CommandException when there is no such thing, with the nearest name
  static Capability capability(String text) {
    try {
      Capability capability = Capability.parse(text);
      Builtins.get().check(capability);
      return capability;
    } catch (UnknownCapabilityException | IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), null);
    }
  }
}
