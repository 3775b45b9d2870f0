package dev.ambit.core.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/// Reading a small text file that someone else may have put there.
final class TextFile {
  private TextFile() {}

  /// The text, as npm decodes it.
  ///
  /// @throws IOException also for what is no regular file (a pipe would never end) and for a huge one
  static String read(Path file, long mostBytes) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException("it is no regular file");
    }
    if (attributes.size() > mostBytes) {
      throw new IOException("it is larger than " + (mostBytes >> 20) + " MB");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /// Why reading failed, without the path.
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason().toLowerCase(Locale.ROOT);
      case FileSystemException failed -> "input or output failed";
      default -> e.getMessage() == null ? "input or output failed" : e.getMessage();
    };
  }
}
