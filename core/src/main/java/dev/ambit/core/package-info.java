@org.jspecify.annotations.NullMarked
package dev.ambit.core;
