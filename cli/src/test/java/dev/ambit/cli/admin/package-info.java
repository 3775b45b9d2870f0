@NullMarked
package dev.ambit.cli.admin;

import org.jspecify.annotations.NullMarked;
