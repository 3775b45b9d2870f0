@NullMarked
package dev.ambit.integrity.npm;

import org.jspecify.annotations.NullMarked;
