package dev.ambit.cli;

import dev.ambit.core.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/// A file for the guard, named by its digest in the cache folder. The guard gets the digest through the environment, so
/// that a change afterwards stops the start instead of changing what is enforced.
///
/// @param pin `sha256-<base64>` of its bytes
record PinnedFile(Path file, String pin) {

  /// Writes it unless it is there as it should be: one that was altered would stop every start.
  ///
  /// @param folder below the cache folder
  static PinnedFile keep(Map<String, String> env, String folder, String ending, byte[] bytes) throws IOException {
    byte[] digest = sha256(bytes);
    Path parent = Files.createDirectories(CacheFolder.find(env).resolve(folder));
    Path file = parent.resolve(HexFormat.of().formatHex(digest) + "." + ending);
    if (!Files.exists(file) || Files.size(file) != bytes.length || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      AtomicFile.write(file, bytes);
    }
    return new PinnedFile(file, "sha256-" + Base64.getEncoder().encodeToString(digest));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
