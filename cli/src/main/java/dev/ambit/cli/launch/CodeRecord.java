package dev.ambit.cli.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the guard keeps what a program loaded, with V8's code for it, so that its next start is faster.
///
/// There is one for each policy manifest, Node and program. It lies in the user's cache folder beside the analyses and
/// is trusted as they are, not more: the guard uses it when it has the digest that stood beside it at the launch, or is
/// unchanged since it was written with that digest, so that nothing which runs meanwhile can change it, and of it only
/// texts that the policy manifest names.
///
/// @param file where it is, or will be
record CodeRecord(Path file) {
  private static final int KEPT = 40;
  private static final Pattern INTEGRITY = Pattern.compile("sha256-[A-Za-z0-9+/]{43}=(( ([0-9:]+|-)){2})?");

  /// @param argv the command line, `node` first
  /// @return nothing where there is no cache folder or no program
  static Optional<CodeRecord> of(LaunchRequest request, Node node, List<String> argv) {
    List<String> words = new ArrayList<>(argv.subList(1, argv.size()));
    int program = 0;
    while (program < words.size() && words.get(program).startsWith("-")) {
      program++;
    }
    if (program == words.size()) {
      return Optional.empty();
    }
    String key = String.join("\0", request.manifestIntegrity(), node.version().text(), request.cwd().toString(),
        String.join("\0", words.subList(0, program + 1)));
    return UserCache.of(request.environment())
        .map(cache -> new CodeRecord(cache.folder().resolve("code").resolve(digest(key))));
  }

  /// What the guard is told of it.
  Map<String, String> variables() {
    try {
      Path integrity = file.resolveSibling(file.getFileName() + ".integrity");
      if (!Files.exists(integrity)) {
        Files.createDirectories(file.getParent());
        forgetOldest();
        return Map.of("AMBIT_CODE", file.toString());
      }
      String text = Files.readString(integrity).strip();
      return INTEGRITY.matcher(text).matches()
          ? Map.of("AMBIT_CODE", file.toString(), "AMBIT_CODE_INTEGRITY", text)
          : Map.of("AMBIT_CODE", file.toString());
    } catch (IOException e) {
      // the program starts without
      return Map.of();
    }
  }

  private void forgetOldest() throws IOException {
    List<Path> records;
    try (Stream<Path> all = Files.list(file.getParent())) {
      records = all.filter(path -> !path.toString().endsWith(".integrity"))
          .sorted(Comparator.comparing(CodeRecord::time).reversed())
          .toList();
    }
    for (Path old : records.subList(Math.min(KEPT, records.size()), records.size())) {
      Files.deleteIfExists(old);
      Files.deleteIfExists(old.resolveSibling(old.getFileName() + ".integrity"));
    }
  }

  private static FileTime time(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static String digest(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
