package dev.ambit.integrity.signature;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogCheck;
import dev.ambit.integrity.catalog.CatalogFormat;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.catalog.Progress;
import dev.ambit.integrity.format.CatFile;
import dev.ambit.integrity.format.CatNames;
import dev.ambit.integrity.format.CatalogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Verifies catalogs. Returning is the proof; there is no answer that could be overlooked.
///
/// @param policy what a signature must satisfy
public record CatalogVerifier(VerificationPolicy policy) {

  /// A catalog whose signature satisfied the policy.
  public record VerifiedCatalog(Catalog catalog, Verified signature) {}

  /// Verifies the signature of a catalog file: within a Windows catalog, beside a JSON one.
  ///
  /// @throws VerificationException naming the check that failed
  /// @throws FormatException when catalog or signature is none
  /// @throws IOException when a file cannot be read
  public VerifiedCatalog verify(Path catalog) throws VerificationException, IOException {
    byte[] bytes = CatalogFile.bytes(catalog);
    if (!CatalogFile.isJson(bytes)) {
      return verifyWindows(catalog.toString(), bytes);
    }
    Path signature = DetachedSignature.beside(catalog);
    if (!Files.exists(signature)) {
      throw new VerificationException.NotSigned(
          "`" + catalog + "` is not signed: `" + signature + "` does not exist; run `ambit catalog sign`");
    }
    return verifyJson(catalog.toString(), bytes, signature.toString(), CatalogFile.bytes(signature));
  }

  /// Verifies the bytes of a Windows catalog.
  ///
  /// @param file as messages should name it
  /// @throws VerificationException naming the check that failed
  /// @throws FormatException when it is no catalog
  public VerifiedCatalog verifyWindows(String file, byte[] bytes) throws VerificationException, FormatException {
    CatFile catalog = CatFile.parse(file, bytes);
    byte[] signed = CatalogSigner.value(catalog.list());
    Verified verified =
        CmsVerification.verify(
            file, catalog.envelope(), CatNames.TRUST_LIST, signed, CatNames.TIME_STAMP, policy);
    if (catalog.catalog().format() == CatalogFormat.CAT1 && !policy.acceptSha1Members()) {
      throw new VerificationException.UnacceptableAlgorithm(
          "`" + file + "` knows its files by SHA-1 only; make a version 2 catalog with `ambit catalog create`");
    }
    return new VerifiedCatalog(catalog.catalog(), verified);
  }

  /// Verifies the bytes of a JSON catalog.
  ///
  /// @param file the catalog, as messages should name it
  /// @param signatureFile the same for the signature
  /// @throws VerificationException naming the check that failed
  /// @throws FormatException when catalog or signature is none
  public VerifiedCatalog verifyJson(String file, byte[] bytes, String signatureFile, byte[] signature)
      throws VerificationException, FormatException {
    Verified verified = DetachedSignature.verify(signatureFile, bytes, signature, policy);
    return new VerifiedCatalog(CatalogFile.parse(file, bytes), verified);
  }

  /// Verifies the signature, then every file.
  ///
  /// @param root the folder, or the one file, that the catalog is about
  /// @param excludes what was excluded when the catalog was made; the catalog itself too when it lies inside
  /// @throws VerificationException naming the check that failed; [VerificationException.FilesDiffer] lists files
  /// @throws FormatException when catalog or signature is none
  /// @throws IOException when anything cannot be read
  public VerifiedCatalog verifyFiles(Path catalog, Path root, Excludes excludes, Progress progress)
      throws VerificationException, IOException {
    VerifiedCatalog verified = verify(catalog);
    CatalogCheck check = CatalogCheck.of(verified.catalog(), root, excludes, progress);
    if (!check.isClean()) {
      throw new VerificationException.FilesDiffer(check.findings());
    }
    return verified;
  }
}
