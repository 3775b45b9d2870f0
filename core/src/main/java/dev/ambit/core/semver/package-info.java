/// npm's versions and version ranges.
@NullMarked
package dev.ambit.core.semver;

import org.jspecify.annotations.NullMarked;
