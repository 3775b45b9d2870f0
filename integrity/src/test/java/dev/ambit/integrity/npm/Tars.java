package dev.ambit.integrity.npm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// Writes tarballs of any shape, also such as no tool writes.
final class Tars {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Tars file(String path, String text) {
    return entry(path, '0', text);
  }

  Tars entry(String path, char type, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    put(header, 0, path);
    put(header, 100, "0000644\0");
    put(header, 124, String.format(Locale.ROOT, "%011o\0", content.length));
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    out.writeBytes(header);
    out.writeBytes(Arrays.copyOf(content, (content.length + 511) & ~511));
    return this;
  }

  /// An extended header for the next entry.
  Tars pax(String key, String value) {
    String tail = " " + key + "=" + value + "\n";
    int length = tail.length() + 1;
    while (String.valueOf(length).length() + tail.length() != length) {
      length++;
    }
    return entry("package/PaxHeader", 'x', length + tail);
  }

  byte[] plain() {
    byte[] all = out.toByteArray();
    return Arrays.copyOf(all, all.length + 1024);
  }

  byte[] gzip() {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(plain());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
