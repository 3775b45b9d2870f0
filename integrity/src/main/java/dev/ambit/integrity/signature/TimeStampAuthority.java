package dev.ambit.integrity.signature;

import java.io.IOException;

/// Answers time-stamp requests (RFC 3161).
@FunctionalInterface
public interface TimeStampAuthority {
  /// Sends a request and returns the answer, both in DER.
  ///
  /// @throws IOException when there is no answer
  byte[] answer(byte[] request) throws IOException;
}
