/// What an administrator prescribes in a file that its users cannot write.
@NullMarked
package dev.ambit.core.admin;

import org.jspecify.annotations.NullMarked;
