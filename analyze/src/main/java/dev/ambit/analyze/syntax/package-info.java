/// What the analysis needs of a JavaScript program, independent of the parser that read it.
@NullMarked
package dev.ambit.analyze.syntax;

import org.jspecify.annotations.NullMarked;
