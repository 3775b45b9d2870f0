/// `ambit.lock.json`: the reviewed baseline.
@NullMarked
package dev.ambit.core.lock;

import org.jspecify.annotations.NullMarked;
