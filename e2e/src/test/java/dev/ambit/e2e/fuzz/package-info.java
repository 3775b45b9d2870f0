/// The fuzzer of the boundary, the fault injection into the guard, and what they must not find.
@NullMarked
package dev.ambit.e2e.fuzz;

import org.jspecify.annotations.NullMarked;
