/// What a package may use, and what is known of each usable thing.
@NullMarked
package dev.ambit.core.capability;

import org.jspecify.annotations.NullMarked;
