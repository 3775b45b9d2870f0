package dev.ambit.os;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The bytes behind arguments and environment variables that are not valid text: Java decodes each such byte
/// to U+FFFD, and writing that back would change a file name on its way to Node.
final class RawText {
  private static final char REPLACEMENT = '\uFFFD';

  private final Charset charset;
  private final Path process;
  private final Map<String, byte[]> originals = new HashMap<>();
  private boolean read;

  /// @param charset how the JVM decoded arguments and environment
  /// @param process the folder with `cmdline` and `environ`; nothing is recovered where it is absent
  RawText(Charset charset, Path process) {
    this.charset = charset;
    this.process = process;
  }

  /// The texts of this process.
  static RawText ofThisProcess() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return new RawText(
        Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8, Path.of("/proc/self"));
  }

  /// The bytes that this text stands for.
  byte[] bytes(String text) {
    if (text.indexOf(REPLACEMENT) >= 0) {
      readOnce();
      byte[] original = originals.get(text);
      if (original != null) {
        return original;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void readOnce() {
    if (read) {
      return;
    }
    read = true;
    for (String file : new String[] {"cmdline", "environ"}) {
      try {
        remember(Files.readAllBytes(process.resolve(file)));
      } catch (IOException e) {
        // no /proc here (macOS, a bare container): the replacement character stays
      }
    }
  }

  private void remember(byte[] nulTerminated) {
    int start = 0;
    for (int i = 0; i < nulTerminated.length; i++) {
      if (nulTerminated[i] == 0) {
        byte[] entry = Arrays.copyOfRange(nulTerminated, start, i);
        originals.putIfAbsent(new String(entry, charset), entry);
        start = i + 1;
      }
    }
  }
}
