package dev.ambit.integrity.format;

import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.CatalogFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Reads and writes catalogs in every format. Looks at no signature.
public final class CatalogFile {
  /// The largest catalog or signature that is read, in bytes.
  public static final int LARGEST = 256 << 20;

  private CatalogFile() {}

  /// Reads a catalog; its first byte tells the format.
  ///
  /// @throws FormatException when it is none
  /// @throws IOException when it cannot be read
  public static Catalog read(Path file) throws IOException {
    return parse(file.toString(), bytes(file));
  }

  /// As [#read(Path)], from the bytes of a file.
  ///
  /// @param file as messages should name it
  /// @throws FormatException when it is none
  public static Catalog parse(String file, byte[] bytes) throws FormatException {
    if (bytes.length > 0 && bytes[0] == '-') {
      throw Der.problem(file, "is PEM, and no catalog: those are JSON or DER");
    }
    return isJson(bytes) ? JsonCatalog.parse(file, bytes) : CatFile.parse(file, bytes).catalog();
  }

  /// Whether these bytes can only be meant as JSON; a security catalog starts with `0`.
  public static boolean isJson(byte[] bytes) {
    return bytes.length == 0 || bytes[0] != 0x30;
  }

  /// The bytes of a file that fits into memory; they are read once, so that what is verified is what is used.
  ///
  /// @throws FormatException when it is larger than [#LARGEST]
  /// @throws IOException when it cannot be read
  public static byte[] bytes(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw Der.problem(file.toString(), "is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw Der.problem(file.toString(), "is larger than " + (LARGEST >> 20) + " MiB");
      }
      return bytes;
    }
  }

  /// A catalog as it is written, without signature.
  ///
  /// @param time the date of a Windows catalog, in whole seconds; JSON has none
  public static byte[] toBytes(Catalog catalog, Instant time) {
    return catalog.format() == CatalogFormat.JSON
        ? JsonCatalog.text(catalog).getBytes(StandardCharsets.UTF_8)
        : CatWriter.write(catalog, time);
  }

  /// Writes a catalog without signature; it is there whole or not at all.
  ///
  /// @throws IOException when it cannot be written; what was there is still there
  public static void write(Path file, Catalog catalog, Instant time) throws IOException {
    AtomicFile.write(file, toBytes(catalog, time));
  }
}
