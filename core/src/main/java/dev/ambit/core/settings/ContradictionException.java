package dev.ambit.core.settings;

/// A change to `ambit.json` that another part of it contradicts. The message names that part and says what
/// to do; nothing was changed.
public final class ContradictionException extends Exception {
  private static final long serialVersionUID = 1;

  ContradictionException(String message) {
    super(message);
  }
}
