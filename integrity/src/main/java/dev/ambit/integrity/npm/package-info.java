/// Whether installed packages are what the registry's tarballs held.
@NullMarked
package dev.ambit.integrity.npm;

import org.jspecify.annotations.NullMarked;
