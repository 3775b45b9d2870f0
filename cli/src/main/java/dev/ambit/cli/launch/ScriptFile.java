package dev.ambit.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file whose first line asks for Node: `#!/usr/bin/env node`.
///
/// @param flags what the line gives Node, after `env -S node`
record ScriptFile(List<String> flags) {
  private static final int LONGEST_LINE = 256;

  ScriptFile {
    flags = List.copyOf(flags);
  }

  /// @return nothing when the file asks for another program or none
  static Optional<ScriptFile> read(Path file) throws IOException {
    String start;
    try (InputStream in = Files.newInputStream(file)) {
      start = new String(in.readNBytes(LONGEST_LINE), StandardCharsets.ISO_8859_1);
    }
    if (!start.startsWith("#!")) {
      return Optional.empty();
    }
    List<String> words = List.of(start.substring(2).lines().findFirst().orElse("").strip().split("[ \t]+"));
    int i = 0;
    if (words.getFirst().endsWith("/env")) {
      i++;
      if (i < words.size() && words.get(i).equals("-S")) {
        i++;
      }
    }
    boolean node = i < words.size() && (words.get(i).equals("node") || words.get(i).endsWith("/node"));
    return node ? Optional.of(new ScriptFile(words.subList(i + 1, words.size()))) : Optional.empty();
  }
}
