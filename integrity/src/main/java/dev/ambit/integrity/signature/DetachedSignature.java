package dev.ambit.integrity.signature;

import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.format.CatalogFile;
import dev.ambit.integrity.format.Der;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/// Signatures beside a file: of policy manifests and JSON catalogs. PKCS#7 in DER, as `openssl smime` and
/// `openssl cms` write and read it with `-binary -outform DER`.
public final class DetachedSignature {
  /// What a signature's name adds to that of its file.
  public static final String SUFFIX = ".p7s";

  private DetachedSignature() {}

  /// Where the signature of a file lies unless told otherwise.
  public static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /// Signs bytes.
  ///
  /// @param time what the signer claims as signing time; nobody has to believe it
  /// @throws SigningException when the key or the time-stamp authority fails
  /// @throws IOException when the time-stamp authority cannot be reached
  public static byte[] sign(byte[] content, SigningKey key, Optional<TimeStampAuthority> authority, Instant time)
      throws SigningException, IOException {
    return CmsSigning.sign(CmsSigning.Subject.detached(time), content, key, authority);
  }

  /// Signs a file and writes the signature, whole or not at all.
  ///
  /// @throws SigningException when the key or the time-stamp authority fails
  /// @throws IOException when a file cannot be read or written, or the authority not reached
  public static void sign(
      Path file, Path signature, SigningKey key, Optional<TimeStampAuthority> authority, Instant time)
      throws SigningException, IOException {
    AtomicFile.write(signature, sign(CatalogFile.bytes(file), key, authority, time));
  }

  /// Verifies a signature. Returning is the proof; go on with these very bytes.
  ///
  /// @param file the signature, as messages should name it
  /// @throws VerificationException naming the check that failed
  /// @throws FormatException when it is no signature
  public static Verified verify(String file, byte[] content, byte[] signature, VerificationPolicy policy)
      throws VerificationException, FormatException {
    SignedData data = SignedMessage.parse(file, signature);
    try {
      if (data.getEncapContentInfo().getContent() != null) {
        throw new VerificationException.UnexpectedParts("`" + file + "` holds content of its own; sign detached");
      }
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw Der.problem(file, "is no signature: its parts are not those of signed data");
    }
    return CmsVerification.verify(
        file,
        data,
        PKCSObjectIdentifiers.data,
        content,
        PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
        policy);
  }

  /// Verifies a file, and returns its bytes as they were verified.
  ///
  /// @throws VerificationException naming the check that failed
  /// @throws FormatException when the signature is none
  /// @throws IOException when a file cannot be read; a missing signature is one of those
  public static byte[] verifiedBytes(Path file, Path signature, VerificationPolicy policy)
      throws VerificationException, IOException {
    byte[] content = CatalogFile.bytes(file);
    verify(signature.toString(), content, CatalogFile.bytes(signature), policy);
    return content;
  }
}
