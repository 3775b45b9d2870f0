package dev.ambit.integrity.catalog;

import java.util.EnumSet;
import java.util.Set;

/// How a catalog is written.
public enum CatalogFormat {
  /// Portable JSON, signed by a file beside it; `spec/catalog.schema.json`.
  JSON("json"),
  /// Windows security catalog, version 1: SHA-1, so verification refuses it unless told otherwise.
  CAT1("cat1"),
  /// Windows security catalog, version 2: SHA-256, with SHA-1 for old readers beside it.
  CAT2("cat");

  private final String word;

  CatalogFormat(String word) {
    this.word = word;
  }

  /// As the command line writes it: `json`, `cat`, `cat1`.
  public String word() {
    return word;
  }

  /// The digests that writing it needs.
  public Set<DigestAlgorithm> needed() {
    return switch (this) {
      case JSON -> EnumSet.of(DigestAlgorithm.SHA256);
      case CAT1 -> EnumSet.of(DigestAlgorithm.SHA1);
      case CAT2 -> EnumSet.of(DigestAlgorithm.SHA1, DigestAlgorithm.SHA256);
    };
  }
}
