/// `ambit.json`: the application's own, hand-written settings and grants.
@NullMarked
package dev.ambit.core.settings;

import org.jspecify.annotations.NullMarked;
