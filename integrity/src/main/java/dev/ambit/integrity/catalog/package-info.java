/// What may run: files and their digests; made from a folder, compared with one, compared with each other.
@NullMarked
package dev.ambit.integrity.catalog;

import org.jspecify.annotations.NullMarked;
