package dev.ambit.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void newFileIsWrittenWithNothingAside() throws IOException {
    AtomicFile.write(folder.resolve("a"), NEW);
    assertThat(folder.resolve("a")).hasContent("new");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void permissionsOfTheOldFileAreKept() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-----"));
    AtomicFile.write(file, NEW);
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rwxr-----");
  }

  @Test
  void newFileHasThePermissionsThatAnyNewFileHas() throws IOException {
    AtomicFile.write(folder.resolve("a"), NEW);
    Path other = Files.write(folder.resolve("b"), NEW);
    assertThat(Files.getPosixFilePermissions(folder.resolve("a"))).isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void symbolicLinksAreFollowed() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Path target = Files.writeString(folder.resolve("sub/target"), "old");
    Files.createSymbolicLink(folder.resolve("sub/two"), Path.of("target"));
    Path link = Files.createSymbolicLink(folder.resolve("one"), Path.of("sub/two"));
    AtomicFile.write(link, NEW);
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new").isRegularFile();
  }

  @Test
  void targetOfADanglingLinkIsCreated() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
    AtomicFile.write(link, NEW);
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("target")).hasContent("new");
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
    assertThatThrownBy(() -> AtomicFile.write(link, NEW))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write `" + link + "`: its symbolic links lead in a circle");
  }

  @Test
  void fullDiskLeavesTheOldFileAndNothingAside() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    // every write to /dev/full fails as on a full disk
    AtomicFile.Opener full =
        aside -> {
          Files.createFile(aside);
          return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        };
    assertThatThrownBy(() -> AtomicFile.write(file, NEW, full))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("cannot write `" + file + "`: No space left on device");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void failureBeforeTheRenameLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    AtomicFile.Opener closed =
        aside -> {
          FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          channel.close();
          return channel;
        };
    assertThatThrownBy(() -> AtomicFile.write(file, NEW, closed)).isExactlyInstanceOf(IOException.class);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void readOnlyFolderIsSaidInWords() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    AtomicFile.Opener denied =
        aside -> {
          throw new AccessDeniedException(aside.toString());
        };
    assertThatThrownBy(() -> AtomicFile.write(file, NEW, denied))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("cannot write `" + file + "`: no permission to write in its folder");
    assertThat(file).hasContent("old");
  }

  @Test
  void missingFolderIsSaidInWords() {
    Path file = folder.resolve("missing/a");
    assertThatThrownBy(() -> AtomicFile.write(file, NEW))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("cannot write `" + file + "`: its folder does not exist");
  }

  @Test
  void folderInPlaceOfTheFileIsRefused() throws IOException {
    Path target = Files.createDirectory(folder.resolve("a"));
    assertThatThrownBy(() -> AtomicFile.write(target, NEW))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("cannot write `" + target + "`: it is not a regular file");
  }
}
