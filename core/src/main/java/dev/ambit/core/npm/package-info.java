/// What npm calls a package, a version and a range.
@NullMarked
package dev.ambit.core.npm;

import org.jspecify.annotations.NullMarked;
