/// One application on disk: everything that judging it needs, read once.
@NullMarked
package dev.ambit.core.project;

import org.jspecify.annotations.NullMarked;
