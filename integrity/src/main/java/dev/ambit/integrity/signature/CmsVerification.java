package dev.ambit.integrity.signature;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.format.Der;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.SignedData;

/// All checks of a code signature, in the order in which their messages help most.
final class CmsVerification {
  private CmsVerification() {}

  /// @param file as messages should name it
  /// @param type the content type that must be signed
  /// @param content the bytes that the message digest must cover
  /// @param timeStamp name of the unsigned attribute that may hold a time-stamp
  static Verified verify(
      String file,
      SignedData data,
      ASN1ObjectIdentifier type,
      byte[] content,
      ASN1ObjectIdentifier timeStamp,
      VerificationPolicy policy)
      throws VerificationException, FormatException {
    try {
      SignedMessage message = new SignedMessage(file, data);
      message.checkContent(type, content);
      Optional<ASN1Encodable> token = message.unsignedAttribute(timeStamp);
      Optional<Instant> stamped =
          token.isPresent()
              ? Optional.of(TimeStamps.verify(file, token.get(), message.signature(), policy))
              : Optional.empty();
      CertificateChain.check(
          message.signer(),
          message.certificates(),
          policy.signers(),
          Purpose.CODE_SIGNING,
          stamped.orElse(policy.now()));
      return new Verified(message.signer(), stamped);
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw Der.problem(file, "is no signature: its parts are not those of signed data");
    }
  }
}
