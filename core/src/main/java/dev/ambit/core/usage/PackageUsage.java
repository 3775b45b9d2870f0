package dev.ambit.core.usage;

import java.util.SortedMap;

/// What analysis saw in a package's own files.
///
/// @param location of the package in the tree
/// @param files by path relative to the package, with slashes; only `.js .cjs .mjs .ts .cts .mts .json .node .wasm`
///     and programs without extension, but not `.d.ts` and its kin, which hold no code; nested `node_modules` belong to other packages
/// @param digest `sha256-…` (base64) over the sorted paths and digests of the source and JSON files: equal
///     content on every platform gives an equal digest, so built `.node` and `.wasm` files do not count
public record PackageUsage(String location, SortedMap<String, File> files, String digest) {
  /// One file that may run.
  ///
  /// @param sha256 of the bytes, base64 without prefix
  /// @param usage what it uses; empty lists for JSON, `.node`, `.wasm`
  public record File(String sha256, FileUsage usage) {}
}
