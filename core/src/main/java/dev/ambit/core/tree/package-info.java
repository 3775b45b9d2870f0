/// The resolved tree of installed packages.
@NullMarked
package dev.ambit.core.tree;

import org.jspecify.annotations.NullMarked;
