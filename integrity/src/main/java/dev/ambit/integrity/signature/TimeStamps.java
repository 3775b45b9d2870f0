package dev.ambit.integrity.signature;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.format.Der;
import dev.ambit.integrity.signature.VerificationException.BadTimeStamp;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/// Time-stamps of signatures (RFC 3161): asking for one, and believing one.
final class TimeStamps {
  /// A clock may be a little ahead of ours.
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final int NONCE_BITS = 64;

  private TimeStamps() {}

  /// Has a signature stamped.
  ///
  /// @throws SigningException when the authority refuses or its answer does not fit
  /// @throws IOException when there is no answer
  static ASN1Primitive token(TimeStampAuthority authority, byte[] signature) throws SigningException, IOException {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    BigInteger nonce = new BigInteger(NONCE_BITS, new SecureRandom());
    byte[] imprint = SignatureScheme.SHA256.digest(signature);
    TimeStampRequest request = generator.generate(NISTObjectIdentifiers.id_sha256, imprint, nonce);
    try {
      TimeStampResponse response = new TimeStampResponse(authority.answer(request.getEncoded()));
      response.validate(request);
      TimeStampToken token = response.getTimeStampToken();
      if (token == null) {
        throw new SigningException("the time-stamp authority refuses: " + response.getStatusString());
      }
      return ASN1Primitive.fromByteArray(
          token.toCMSSignedData().toASN1Structure().getEncoded(ASN1Encoding.DER));
    } catch (TSPException | RuntimeException e) {
      throw new SigningException("the time-stamp authority's answer does not fit: " + e.getMessage(), e);
    }
  }

  /// When a signature existed, as its time-stamp says.
  ///
  /// @throws BadTimeStamp when it is not to be believed, whatever the reason
  static Instant verify(String file, ASN1Encodable encoded, byte[] signature, VerificationPolicy policy)
      throws BadTimeStamp {
    try {
      SignedData data = SignedMessage.parse(file, CmsSigning.der(encoded));
      SignedMessage message = new SignedMessage(file, data);
      ASN1Encodable content = data.getEncapContentInfo().getContent();
      if (content == null) {
        throw bad(file, "is empty");
      }
      byte[] bytes = ASN1OctetString.getInstance(content).getOctets();
      message.checkContent(PKCSObjectIdentifiers.id_ct_TSTInfo, bytes);
      if (message.hasUnsignedAttributes()) {
        throw bad(file, "has unsigned attributes");
      }
      TSTInfo info = TSTInfo.getInstance(Der.parse(file, bytes));
      Optional<SignatureScheme> scheme = SignatureScheme.of(info.getMessageImprint().getHashAlgorithm());
      if (scheme.isEmpty()
          || !Arrays.equals(info.getMessageImprint().getHashedMessage(), scheme.get().digest(signature))) {
        throw bad(file, "is of another signature");
      }
      Instant time = info.getGenTime().getDate().toInstant();
      if (time.isAfter(policy.now().plus(AHEAD))) {
        throw bad(file, "is of the future: " + time);
      }
      checkNamesSigner(file, message);
      CertificateChain.check(
          message.signer(), message.certificates(), policy.timeStamps(), Purpose.TIME_STAMPING, time);
      return time;
    } catch (BadTimeStamp e) {
      throw e;
    } catch (VerificationException | FormatException e) {
      throw bad(file, "is not valid: " + e.getMessage());
    } catch (ParseException | CertificateEncodingException | RuntimeException e) {
      throw bad(file, "cannot be read: " + e.getMessage());
    }
  }

  /// The signed attributes say which certificate signs, since another could hold the same key (RFC 5816).
  private static void checkNamesSigner(String file, SignedMessage message)
      throws VerificationException, CertificateEncodingException {
    byte[] signer = message.signer().getEncoded();
    boolean named;
    if (message.hasSignedAttribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2)) {
      ASN1Encodable value = message.signedAttribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
      ESSCertIDv2 id = SigningCertificateV2.getInstance(value).getCerts()[0];
      Optional<SignatureScheme> scheme = SignatureScheme.of(id.getHashAlgorithm());
      named = scheme.isPresent() && Arrays.equals(id.getCertHash(), scheme.get().digest(signer));
    } else {
      ASN1Encodable value = message.signedAttribute(PKCSObjectIdentifiers.id_aa_signingCertificate);
      ESSCertID id = SigningCertificate.getInstance(value).getCerts()[0];
      named = Arrays.equals(id.getCertHash(), DigestAlgorithm.SHA1.of(signer).bytes());
    }
    if (!named) {
      throw bad(file, "names another signer");
    }
  }

  private static BadTimeStamp bad(String file, String message) {
    return new BadTimeStamp("the time-stamp in `" + file + "` " + message);
  }
}
