/// Runs the scenarios of `spec/scenarios` on every Node line.
@NullMarked
package dev.ambit.e2e;

import org.jspecify.annotations.NullMarked;
