@NullMarked
package dev.ambit.integrity.signature;

import org.jspecify.annotations.NullMarked;
