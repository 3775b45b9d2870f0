package dev.ambit.cli;

import dev.ambit.core.json.JsonText;
import dev.ambit.core.policy.PolicyManifest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// A policy manifest that somebody can sign: its root is `.`, so that it holds wherever the project is installed. All its
/// bytes but those of the root reach the guard as they were signed.
final class PortablePolicy {
  private static final String HEAD = "{\"version\":1,\"root\":";
  private static final byte[] START = (HEAD + "\".\",").getBytes(StandardCharsets.UTF_8);

  private PortablePolicy() {}

  /// The manifest without its place.
  static byte[] of(PolicyManifest manifest) {
    byte[] bytes = new PolicyManifest(Path.of("."), manifest.mode(), manifest.scripts(), manifest.replaced(), manifest.packages()).toBytes();
    if (!isPortable(bytes)) {
      throw new IllegalStateException("policy manifests begin in another way");
    }
    return bytes;
  }

  /// The manifest as the guard wants it.
  ///
  /// @param file as messages should name it
  /// @param root real path of the project
  /// @throws CommandException when these bytes are no manifest that was made to be signed
  static byte[] at(Path root, byte[] bytes, Path file) {
    if (!isPortable(bytes)) {
      throw new CommandException(
          ExitCode.USAGE, "`" + file + "` is no policy manifest that holds in any folder", "ambit policy create -o " + file);
    }
    ByteArrayOutputStream placed = new ByteArrayOutputStream(bytes.length + 128);
    placed.writeBytes((HEAD + JsonText.quote(root.toString()) + ",").getBytes(StandardCharsets.UTF_8));
    placed.write(bytes, START.length, bytes.length - START.length);
    return placed.toByteArray();
  }

  private static boolean isPortable(byte[] bytes) {
    return bytes.length > START.length && Arrays.equals(bytes, 0, START.length, START, 0, START.length);
  }
}
