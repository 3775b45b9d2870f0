/// Starting Node and other programs contained: which Node, which arguments, which environment.
@NullMarked
package dev.ambit.cli.launch;

import org.jspecify.annotations.NullMarked;
