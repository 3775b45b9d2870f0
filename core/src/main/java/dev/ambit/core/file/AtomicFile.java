package dev.ambit.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Writes a file so that a reader, a crash or a full disk finds either the old content or the new.
public final class AtomicFile {
  private static final int LONGEST_LINK_CHAIN = 40;

  private AtomicFile() {}

  /// Opens the file beside the target; a seam for tests of failing disks.
  @FunctionalInterface
  interface Opener {
    FileChannel open(Path file) throws IOException;
  }

  /// Replaces the file's content: writes aside in the same folder, forces it to the disk, renames. Follows
  /// symbolic links, keeps the permissions of what was there, leaves nothing aside.
  ///
  /// @throws IOException when it cannot be written, saying why; then the old content is untouched
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, bytes, aside -> FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  static void write(Path file, byte[] bytes, Opener opener) throws IOException {
    try {
      Path target = target(file.toAbsolutePath());
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw new FileSystemException(file.toString(), null, "it is not a regular file");
      }
      replace(target, bytes, opener);
    } catch (IOException e) {
      throw new IOException("cannot write `" + file + "`: " + why(e), e);
    }
  }

  private static Path target(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == LONGEST_LINK_CHAIN) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void replace(Path target, byte[] bytes, Opener opener) throws IOException {
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path aside = target.resolveSibling("." + target.getFileName() + "." + random + ".tmp");
    try {
      try (FileChannel channel = opener.open(aside)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      keepPermissions(target, aside);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      // not ours to delete
      throw e;
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(aside);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    Path folder = target.getParent();
    if (folder != null) {
      force(folder);
    }
  }

  private static void keepPermissions(Path target, Path aside) throws IOException {
    if (Files.exists(target) && Files.getFileAttributeView(target, PosixFileAttributeView.class) != null) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
      Files.setPosixFilePermissions(aside, permissions);
    }
  }

  /// Makes the rename itself last; the content is in place already, and Windows cannot open folders.
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "its folder does not exist";
      case AccessDeniedException denied -> "no permission to write in its folder";
      case FileSystemLoopException loop -> "its symbolic links lead in a circle";
      case AtomicMoveNotSupportedException move -> "its folder cannot replace a file at once";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
