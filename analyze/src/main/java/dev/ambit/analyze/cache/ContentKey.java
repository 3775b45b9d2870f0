package dev.ambit.analyze.cache;

/// What decides the result of an analysis, and nothing else does.
///
/// @param sha256 of the file's bytes
/// @param hint how the file is loaded
record ContentKey(String sha256, String hint) {}
