package dev.ambit.integrity.signature;

import org.jspecify.annotations.Nullable;

/// Something cannot be signed: the key does not fit, or the time-stamp authority refuses. Nothing was written.
public final class SigningException extends Exception {
  private static final long serialVersionUID = 1;

  SigningException(String message) {
    this(message, null);
  }

  SigningException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
