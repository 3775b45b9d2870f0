/// Reading JSON with positions, pointers and suggestions; writing it sorted and at once.
@NullMarked
package dev.ambit.core.json;

import org.jspecify.annotations.NullMarked;
