package dev.ambit.core.capability;

import dev.ambit.core.json.Problem;
import org.jspecify.annotations.Nullable;

/// A capability that no supported Node line has.
public final class UnknownCapabilityException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final @Nullable String nearest;

  UnknownCapabilityException(Capability capability, @Nullable String nearest) {
    super(
        Problem.quote(capability.text()) + " is not known on any supported Node line"
            + (nearest == null ? "" : "; did you mean `" + nearest + "`?"));
    this.nearest = nearest;
  }

  /// The text of the nearest existing capability, or null when none is near.
  public @Nullable String nearest() {
    return nearest;
  }
}
