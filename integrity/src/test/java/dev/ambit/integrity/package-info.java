@NullMarked
package dev.ambit.integrity;

import org.jspecify.annotations.NullMarked;
