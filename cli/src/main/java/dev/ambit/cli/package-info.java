/// The command line: one class per command, which reads options and prints; what it prints is decided in core.
@NullMarked
package dev.ambit.cli;

import org.jspecify.annotations.NullMarked;
