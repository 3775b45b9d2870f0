@NullMarked
package dev.ambit.integrity.format;

import org.jspecify.annotations.NullMarked;
