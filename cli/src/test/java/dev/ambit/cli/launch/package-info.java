@NullMarked
package dev.ambit.cli.launch;

import org.jspecify.annotations.NullMarked;
