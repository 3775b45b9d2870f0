@NullMarked
package dev.ambit.os;

import org.jspecify.annotations.NullMarked;
