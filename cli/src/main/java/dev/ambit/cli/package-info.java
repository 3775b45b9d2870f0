/// The commands.
@NullMarked
package dev.ambit.cli;

import org.jspecify.annotations.NullMarked;
