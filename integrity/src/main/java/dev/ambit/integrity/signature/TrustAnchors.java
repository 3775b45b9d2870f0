package dev.ambit.integrity.signature;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.format.CatalogFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// The certificates that are trusted for themselves: authorities, or single signers. Nothing else is: not the
/// system's store, not what a signature brings along.
public record TrustAnchors(List<X509Certificate> certificates) {
  public TrustAnchors {
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("without a trust anchor nothing can be verified");
    }
    certificates = List.copyOf(certificates);
  }

  /// Reads certificates in PEM or DER.
  ///
  /// @throws FormatException when a file holds none, or something else
  /// @throws IOException when a file cannot be read
  public static TrustAnchors read(List<Path> files) throws IOException {
    List<X509Certificate> all = new ArrayList<>();
    for (Path file : files) {
      all.addAll(Certificates.read(file.toString(), CatalogFile.bytes(file)));
    }
    return new TrustAnchors(all);
  }
}
