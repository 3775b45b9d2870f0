package dev.ambit.cli.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A `node` for the PATH of child processes: a shell script that puts the guard back in front where a script of
/// the project sets `NODE_OPTIONS` itself (`"test": "NODE_OPTIONS=--experimental-vm-modules jest"`), which would
/// otherwise take the guard away silently. It lies in the user's cache folder, named by its content.
record GuardedNode(String text) {

  static Path folder(UserCache cache) {
    return cache.folder().resolve("node");
  }

  /// @param node the chosen Node
  /// @param guardOption the guard's part of NODE_OPTIONS, as it is written there
  static GuardedNode of(Path node, String guardOption) {
    return new GuardedNode(String.join("\n", List.of(
        "#!/bin/sh",
        "# written by ambit: puts the guard back where NODE_OPTIONS was replaced",
        "guard=" + quoted(guardOption),
        "case \"${NODE_OPTIONS-} \" in",
        "  \"$guard \"*) ;;",
        "  *) NODE_OPTIONS=\"$guard ${NODE_OPTIONS-}\"; export NODE_OPTIONS ;;",
        "esac",
        "exec " + quoted(node.toString()) + " \"$@\"",
        "")));
  }

  /// Writes it unless it is there already.
  ///
  /// @return the folder to put on the PATH
  Path install(UserCache cache) throws IOException {
    String folder = "node/" + digest();
    String name = folder + "/node";
    Path file = cache.folder().resolve(name);
    if (!SearchPath.isProgram(file) || !Files.readString(file).equals(text)) {
      cache.write(name, text, true);
    }
    return cache.folder().resolve(folder);
  }

  private String digest() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
