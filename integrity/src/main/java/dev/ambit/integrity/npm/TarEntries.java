package dev.ambit.integrity.npm;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a tar archive (ustar, pax, GNU long names) entry by entry. Where readers may disagree on what it says, it is
/// refused.
final class TarEntries {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAMES = 1 << 20;

  /// One file, folder or link.
  ///
  /// @param kind of the entry
  /// @param size bytes of its content
  record Entry(String path, Kind kind, long size) {}

  /// What an entry is.
  enum Kind {
    FILE,
    FOLDER,
    /// a link or something special; npm creates none of them
    OTHER
  }

  private final InputStream in;
  private long left;
  private long padding;

  TarEntries(InputStream in) {
    this.in = in;
  }

  /// The next entry, or null at the end. What is left of the one before is skipped.
  ///
  /// @throws IOException when the archive is malformed or ends early
  @Nullable Entry next() throws IOException {
    String longPath = null;
    long longSize = -1;
    int empty = 0;
    while (true) {
      skip(left + padding);
      left = 0;
      padding = 0;
      byte[] header = in.readNBytes(BLOCK);
      if (header.length == 0 && longPath == null) {
        return null;
      }
      if (header.length < BLOCK) {
        throw new EOFException("the archive ends early");
      }
      if (isEmpty(header)) {
        if (++empty == 2) {
          return null;
        }
        continue;
      }
      checkSum(header);
      char type = (char) header[156];
      content(longSize >= 0 && "xgL".indexOf(type) < 0 ? longSize : number(header, 124, 12));
      switch (type) {
        case 'x' -> {
          Pax pax = Pax.parse(names());
          longPath = pax.path() == null ? longPath : pax.path();
          longSize = pax.size() < 0 ? longSize : pax.size();
        }
        case 'L' -> longPath = text(names(), 0, Integer.MAX_VALUE);
        // comments and names of links
        case 'g', 'K' -> {
          if (type == 'g' && Pax.parse(names()).changesEntries()) {
            throw new IOException("the archive has a path or size for all of its entries");
          }
        }
        default -> {
          String path = longPath == null ? name(header) : longPath;
          return new Entry(path, kind(type, path), left);
        }
      }
    }
  }

  /// Reads on in the content of the entry; -1 at its end.
  int read(byte[] buffer) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
    if (count < 0) {
      throw new EOFException("the archive ends within a file");
    }
    left -= count;
    return count;
  }

  private static Kind kind(char type, String path) {
    return switch (type) {
      case '0', '\0', '7' -> path.endsWith("/") ? Kind.FOLDER : Kind.FILE;
      case '5' -> Kind.FOLDER;
      default -> Kind.OTHER;
    };
  }

  private void content(long size) throws IOException {
    if (size < 0) {
      throw new IOException("an entry has no size");
    }
    left = size;
    padding = -size & (BLOCK - 1);
  }

  private byte[] names() throws IOException {
    if (left > LONGEST_NAMES) {
      throw new IOException("an entry has a name longer than " + LONGEST_NAMES + " bytes");
    }
    byte[] bytes = in.readNBytes((int) left);
    if (bytes.length < left) {
      throw new EOFException("the archive ends within a name");
    }
    left = 0;
    return bytes;
  }

  private void skip(long count) throws IOException {
    try {
      in.skipNBytes(count);
    } catch (EOFException e) {
      throw (EOFException) new EOFException("the archive ends within a file").initCause(e);
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  private static boolean isEmpty(byte[] header) {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, 148, 8)) {
      throw new IOException("an entry has a wrong checksum");
    }
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 6).startsWith("ustar");
    String prefix = ustar ? text(header, 345, header[475] == 0 ? 130 : 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int most) {
    int end = from;
    while (end < bytes.length && end - from < most && bytes[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.UTF_8);
  }

  /// Octal digits, or base 256 when the first bit is set.
  private static long number(byte[] bytes, int from, int length) throws IOException {
    if ((bytes[from] & 0x80) != 0) {
      long value = bytes[from] & 0x7f;
      for (int i = from + 1; i < from + length; i++) {
        if (value > Long.MAX_VALUE >> 8) {
          throw new IOException("an entry has a size beyond all bounds");
        }
        value = (value << 8) | (bytes[i] & 0xff);
      }
      return value;
    }
    String digits = text(bytes, from, length).strip();
    if (digits.isEmpty() || digits.chars().anyMatch(c -> c < '0' || c > '7')) {
      throw new IOException("an entry has no octal number where one belongs");
    }
    return Long.parseLong(digits, 8);
  }
}
