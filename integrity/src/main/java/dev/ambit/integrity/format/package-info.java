/// How catalogs are written: portable JSON and the Windows security catalog. Reading is strict.
@NullMarked
package dev.ambit.integrity.format;

import org.jspecify.annotations.NullMarked;
