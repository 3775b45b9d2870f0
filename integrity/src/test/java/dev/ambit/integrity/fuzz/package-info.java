/// What strangers may send, as fuzz targets.
@NullMarked
package dev.ambit.integrity.fuzz;

import org.jspecify.annotations.NullMarked;
