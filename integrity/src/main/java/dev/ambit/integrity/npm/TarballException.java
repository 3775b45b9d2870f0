package dev.ambit.integrity.npm;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A tarball is the one that was meant, but readers might disagree on what it holds.
final class TarballException extends IOException {
  private static final long serialVersionUID = 1;

  TarballException(String message, @Nullable IOException cause) {
    super(message, cause);
  }
}
