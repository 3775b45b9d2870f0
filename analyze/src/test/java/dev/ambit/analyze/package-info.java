@NullMarked
package dev.ambit.analyze;

import org.jspecify.annotations.NullMarked;
