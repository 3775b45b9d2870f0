package dev.ambit.integrity.catalog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A hash function, weakest first.
public enum DigestAlgorithm {
  /// Broken; only because version 1 of the Windows catalog knows no other.
  SHA1("sha1", "SHA-1", 20),
  /// What every catalog but that one has.
  SHA256("sha256", "SHA-256", 32),
  /// Beside SHA-256, where wanted; only in JSON.
  SHA512("sha512", "SHA-512", 64);

  private final String word;
  private final String jcaName;
  private final int length;

  DigestAlgorithm(String word, String jcaName, int length) {
    this.word = word;
    this.jcaName = jcaName;
    this.length = length;
  }

  /// As JSON catalogs and messages write it, `sha256`.
  public String word() {
    return word;
  }

  /// Bytes of a digest.
  public int length() {
    return length;
  }

  /// A fresh computation.
  public MessageDigest start() {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + jcaName, e);
    }
  }

  /// The digest of these bytes.
  public Digest of(byte[] bytes) {
    return new Digest(this, start().digest(bytes));
  }
}
