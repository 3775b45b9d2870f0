package dev.ambit.integrity.signature;

import java.time.Instant;

/// What a signature must satisfy.
///
/// @param signers who may sign, or certify those who do
/// @param timeStamps who may tell the time, or certify those who do
/// @param now the time that certificates have to be valid at when no time-stamp says when it was signed. The time
///     that a signer claims is not believed
/// @param acceptSha1Members whether a version 1 Windows catalog will do, though its members are only SHA-1
public record VerificationPolicy(
    TrustAnchors signers, TrustAnchors timeStamps, Instant now, boolean acceptSha1Members) {

  /// The usual: these anchors for both, now, no SHA-1.
  public static VerificationPolicy trusting(TrustAnchors anchors) {
    return new VerificationPolicy(anchors, anchors, Instant.now(), false);
  }

  /// The same with other time-stamp authorities.
  public VerificationPolicy withTimeStamps(TrustAnchors authorities) {
    return new VerificationPolicy(signers, authorities, now, acceptSha1Members);
  }

  /// The same as if it were this time.
  public VerificationPolicy at(Instant time) {
    return new VerificationPolicy(signers, timeStamps, time, acceptSha1Members);
  }

  /// The same, accepting version 1 Windows catalogs.
  public VerificationPolicy acceptingSha1Members() {
    return new VerificationPolicy(signers, timeStamps, now, true);
  }
}
