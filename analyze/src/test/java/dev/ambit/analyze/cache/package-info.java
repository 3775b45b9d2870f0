@NullMarked
package dev.ambit.analyze.cache;

import org.jspecify.annotations.NullMarked;
