/// Code integrity: only signed files run, on every Node line.
@NullMarked
package dev.ambit.e2e.integrity;

import org.jspecify.annotations.NullMarked;
