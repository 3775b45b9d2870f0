package dev.ambit.integrity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.format.CatFile;
import dev.ambit.integrity.format.CatalogFile;
import dev.ambit.integrity.signature.CatalogVerifier;
import dev.ambit.integrity.signature.DetachedSignature;
import dev.ambit.integrity.signature.TrustAnchors;
import dev.ambit.integrity.signature.VerificationException;
import dev.ambit.integrity.signature.VerificationPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// No input makes a reader end otherwise than with a result or its own exception, and nothing is verified that a
/// stranger made. `mvn verify` runs the seeds; the profile `jazzer` searches for more.
class ReadersFuzzTest {
  private static final VerificationPolicy NOBODYS = nobodys();

  private static VerificationPolicy nobodys() {
    Path anchor =
        Path.of(System.getProperty("ambit.repo"))
            .resolve("integrity/src/test/resources/dev/ambit/integrity/fuzz/anchor.pem");
    try {
      return VerificationPolicy.trusting(TrustAnchors.read(List.of(anchor))).at(Instant.parse("2026-12-01T00:00:00Z"));
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void securityCatalog(byte[] bytes) {
    try {
      CatFile.parse("x.cat", bytes);
      new CatalogVerifier(NOBODYS).verifyWindows("x.cat", bytes);
      throw new AssertionError("verified, and nobody signed it");
    } catch (FormatException | VerificationException e) {
      requireMessage(e);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void signature(byte[] bytes) {
    try {
      DetachedSignature.verify("x.p7s", new byte[] {1, 2, 3}, bytes, NOBODYS);
      throw new AssertionError("verified, and nobody signed it");
    } catch (FormatException | VerificationException e) {
      requireMessage(e);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void portableCatalog(byte[] bytes) {
    try {
      Catalog catalog = CatalogFile.parse("x.json", bytes);
      byte[] again = CatalogFile.toBytes(catalog, Instant.EPOCH);
      if (CatalogFile.isJson(bytes) && !CatalogFile.parse("again.json", again).equals(catalog)) {
        throw new AssertionError("written again it says something else");
      }
    } catch (FormatException e) {
      requireMessage(e);
    }
  }

  private static void requireMessage(Exception e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      throw new AssertionError("refused without a word", e);
    }
  }
}
