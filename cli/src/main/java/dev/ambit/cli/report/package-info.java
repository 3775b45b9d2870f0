/// How results look, for people and for programs.
@NullMarked
package dev.ambit.cli.report;

import org.jspecify.annotations.NullMarked;
