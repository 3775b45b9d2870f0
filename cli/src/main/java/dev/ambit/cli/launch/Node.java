package dev.ambit.cli.launch;

import java.nio.file.Path;

/// A Node to run.
///
/// @param program the absolute path under which it was found; a shim or a link stays one
public record Node(Path program, NodeVersion version) {}
