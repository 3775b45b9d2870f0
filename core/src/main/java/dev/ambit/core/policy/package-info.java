/// From tree, usage, declarations, grants and baseline to the one file that the guard enforces.
@NullMarked
package dev.ambit.core.policy;

import org.jspecify.annotations.NullMarked;
