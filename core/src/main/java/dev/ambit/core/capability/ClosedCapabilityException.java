package dev.ambit.core.capability;

import dev.ambit.core.json.Problem;

/// A capability that exists and that no grant gives to any package.
public final class ClosedCapabilityException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClosedCapabilityException(Capability capability, String why) {
    super(Problem.quote(capability.text()) + " cannot be granted to any package: " + why);
  }
}
