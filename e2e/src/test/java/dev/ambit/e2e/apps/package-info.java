/// Real packages, installed from npm and unmodified, plain and contained.
@NullMarked
package dev.ambit.e2e.apps;

import org.jspecify.annotations.NullMarked;
