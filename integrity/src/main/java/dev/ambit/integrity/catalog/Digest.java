package dev.ambit.integrity.catalog;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The hash of a file, with the function that made it.
public final class Digest {
  private final DigestAlgorithm algorithm;
  private final byte[] bytes;

  /// @throws IllegalArgumentException when the length is not that of the algorithm
  public Digest(DigestAlgorithm algorithm, byte[] bytes) {
    if (bytes.length != algorithm.length()) {
      throw new IllegalArgumentException(
          "a " + algorithm.word() + " digest has " + algorithm.length() + " bytes, not " + bytes.length);
    }
    this.algorithm = algorithm;
    this.bytes = bytes.clone();
  }

  /// The function that made it.
  public DigestAlgorithm algorithm() {
    return algorithm;
  }

  /// Its bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// In base64 with padding, as JSON catalogs and the policy manifest write it.
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest
        && digest.algorithm == algorithm
        && MessageDigest.isEqual(digest.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// `sha256:<hex>`, as `sha256sum` prints it.
  @Override
  public String toString() {
    return algorithm.word() + ":" + HexFormat.of().formatHex(bytes);
  }
}
