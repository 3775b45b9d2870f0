package dev.ambit.core.tree;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What npm compares with `os`, `cpu` and `libc` of the lock file.
///
/// @param os as `process.platform` says it: `linux`, `darwin`, `win32`
/// @param cpu as `process.arch` says it: `x64`, `arm64`
/// @param libc `glibc` or `musl`, null when not on Linux
public record Platform(String os, String cpu, @Nullable String libc) {
  private static final class Holder {
    static final Platform CURRENT = detect();
  }

  /// This machine.
  public static Platform current() {
    return Holder.CURRENT;
  }

  private static Platform detect() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String os =
        name.startsWith("windows")
            ? "win32"
            : name.startsWith("mac") ? "darwin" : name.replace("solaris", "sunos").replace(" ", "");
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String cpu =
        switch (arch) {
          case "amd64", "x86_64" -> "x64";
          case "aarch64" -> "arm64";
          case "x86", "i386", "i486", "i586", "i686" -> "ia32";
          case "ppc64le" -> "ppc64";
          case "loongarch64" -> "loong64";
          default -> arch;
        };
    return new Platform(os, cpu, os.equals("linux") ? (hasMusl() ? "musl" : "glibc") : null);
  }

  private static boolean hasMusl() {
    try (DirectoryStream<Path> loaders = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
      // a glibc system may have musl installed beside it, for cross-compiling
      return loaders.iterator().hasNext() && !Files.exists(Path.of("/etc/ld.so.cache"));
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether npm would install the entry here.
  boolean suits(LockEntry entry) {
    boolean suitsLibc = entry.libc().isEmpty() || (libc != null && suits(libc, entry.libc()));
    return suits(os, entry.os()) && suits(cpu, entry.cpu()) && suitsLibc;
  }

  private static boolean suits(String value, List<String> wanted) {
    if (wanted.isEmpty() || wanted.equals(List.of("any"))) {
      return true;
    }
    if (wanted.contains("!" + value)) {
      return false;
    }
    return wanted.contains(value) || wanted.stream().allMatch(w -> w.startsWith("!"));
  }
}
