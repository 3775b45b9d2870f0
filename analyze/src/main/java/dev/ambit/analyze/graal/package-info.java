/// The parser of GraalJS behind [dev.ambit.analyze.syntax.SourceParser].
@NullMarked
package dev.ambit.analyze.graal;

import org.jspecify.annotations.NullMarked;
