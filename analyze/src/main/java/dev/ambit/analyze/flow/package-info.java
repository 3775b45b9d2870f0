/// Follows modules, globals and constants through a program to the places where they are used.
@NullMarked
package dev.ambit.analyze.flow;

import org.jspecify.annotations.NullMarked;
