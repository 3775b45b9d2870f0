/// The main job, shown on a real application: the same attack plain and contained.
@NullMarked
package dev.ambit.cli.demo;

import org.jspecify.annotations.NullMarked;
