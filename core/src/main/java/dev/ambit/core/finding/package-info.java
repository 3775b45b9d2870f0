/// The one type that every reporter prints.
@NullMarked
package dev.ambit.core.finding;

import org.jspecify.annotations.NullMarked;
