/// Writing files whole or not at all.
@NullMarked
package dev.ambit.core.file;

import org.jspecify.annotations.NullMarked;
