package dev.ambit.integrity.catalog;

/// Which bytes of a file its digests cover.
public enum Coverage {
  /// All of them.
  FLAT,
  /// Those of a Windows program or library (`.exe`, `.dll`, `.node`) but its checksum and its own signature
  /// (the Authenticode hash): it stays the same when the file is signed. Only in Windows catalogs.
  AUTHENTICODE
}
