package dev.ambit.cli.admin;

/// What the administrator prescribes cannot be known or trusted, so that nothing may run.
public final class AdminPolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  AdminPolicyException(String message) {
    super(message);
  }
}
