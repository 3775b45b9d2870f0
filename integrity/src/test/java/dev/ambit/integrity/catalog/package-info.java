@NullMarked
package dev.ambit.integrity.catalog;

import org.jspecify.annotations.NullMarked;
