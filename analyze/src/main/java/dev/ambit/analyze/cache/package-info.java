/// Keeps the usage of files by the hash of their content.
@NullMarked
package dev.ambit.analyze.cache;

import org.jspecify.annotations.NullMarked;
