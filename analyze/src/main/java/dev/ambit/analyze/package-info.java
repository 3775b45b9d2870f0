/// Reads JavaScript without running it, and says what each package uses.
@NullMarked
package dev.ambit.analyze;

import org.jspecify.annotations.NullMarked;
