package dev.ambit.cli;

import dev.ambit.cli.admin.AdminPolicy;
import dev.ambit.cli.admin.AdminPolicyException;
import dev.ambit.cli.admin.AdminSource;
import java.util.List;

/// The administrator of this machine, as the commands ask.
final class Administrator {
  // a test asks others; nothing that a user can set does
  static final ScopedValue<List<AdminSource>> SOURCES = ScopedValue.newInstance();

  private Administrator() {}

  /// Who may prescribe something here.
  static List<AdminSource> sources() {
    return SOURCES.orElse(AdminPolicy.sources(System.getProperty("os.name", "")));
  }

  /// What is prescribed.
  ///
  /// @throws CommandException when that cannot be known or trusted: then nothing runs
  static AdminPolicy policy() {
    try {
      return AdminPolicy.read(sources());
    } catch (AdminPolicyException e) {
      throw new CommandException(
          ExitCode.USAGE, "nothing runs, since the administrator's policy cannot be obeyed: " + e.getMessage(), "ambit doctor");
    }
  }
}
