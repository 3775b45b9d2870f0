package dev.ambit.core.usage;

import dev.ambit.core.capability.Capability;

/// One sighting of a capability: builtin, global or member. Harmless globals are not recorded.
///
/// @param capability what is used
/// @param position where
/// @param probe true when only its existence is asked for, as in `typeof fetch`
public record Use(Capability capability, Position position, boolean probe) {}
