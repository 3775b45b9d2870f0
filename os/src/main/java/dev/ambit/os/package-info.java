/// What the operating system does for Ambit, called through the foreign function and memory API.
@NullMarked
package dev.ambit.os;

import org.jspecify.annotations.NullMarked;
