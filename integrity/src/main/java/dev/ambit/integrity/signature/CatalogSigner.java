package dev.ambit.integrity.signature;

import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.format.CatFile;
import dev.ambit.integrity.format.CatalogFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;

/// Signs catalogs: Windows catalogs within, JSON with a [DetachedSignature] beside it.
///
/// @param key who signs
/// @param authority stamps the time, so that the signature outlives the certificate
public record CatalogSigner(SigningKey key, Optional<TimeStampAuthority> authority) {

  /// Signs a catalog file; what is no catalog is not signed.
  ///
  /// @param time what the signer claims as signing time, beside JSON
  /// @return the file that was written
  /// @throws SigningException when the key or the time-stamp authority fails, or it is signed already
  /// @throws FormatException when it is no catalog
  /// @throws IOException when a file cannot be read or written, or the authority not reached
  public Path sign(Path catalog, Instant time) throws SigningException, IOException {
    byte[] bytes = CatalogFile.bytes(catalog);
    if (CatalogFile.isJson(bytes)) {
      CatalogFile.parse(catalog.toString(), bytes);
      Path signature = DetachedSignature.beside(catalog);
      AtomicFile.write(signature, DetachedSignature.sign(bytes, key, authority, time));
      return signature;
    }
    AtomicFile.write(catalog, signWindows(catalog.toString(), bytes));
    return catalog;
  }

  /// Signs the bytes of a Windows catalog.
  ///
  /// @param file as messages should name it
  /// @throws SigningException when the key or the time-stamp authority fails, or it is signed already
  /// @throws FormatException when it is no catalog
  /// @throws IOException when the authority cannot be reached
  public byte[] signWindows(String file, byte[] catalog) throws SigningException, IOException {
    CatFile unsigned = CatFile.parse(file, catalog);
    if (unsigned.isSigned()) {
      throw new SigningException("`" + file + "` is signed already; make it anew with `ambit catalog create`");
    }
    ASN1Sequence list = unsigned.list();
    return CmsSigning.sign(CmsSigning.Subject.catalog(list), value(list), key, authority);
  }

  /// The bytes that a catalog's message digest covers: the list without its tag and length.
  static byte[] value(ASN1Sequence list) {
    byte[] whole = CmsSigning.der(new DERSequence(list.toArray()));
    int header = 2 + (whole[1] < 0 ? whole[1] & 0x7f : 0);
    return Arrays.copyOfRange(whole, header, whole.length);
  }
}
