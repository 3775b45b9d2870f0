/// What static analysis saw in the files of a package.
@NullMarked
package dev.ambit.core.usage;

import org.jspecify.annotations.NullMarked;
