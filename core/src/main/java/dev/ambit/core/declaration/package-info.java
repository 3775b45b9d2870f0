/// What a package asks for: `.access.json`, or what was inferred for it.
@NullMarked
package dev.ambit.core.declaration;

import org.jspecify.annotations.NullMarked;
