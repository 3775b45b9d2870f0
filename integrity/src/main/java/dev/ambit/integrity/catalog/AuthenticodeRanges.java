package dev.ambit.integrity.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// Which bytes of a Windows program or library its Authenticode hash covers: all but the checksum, the directory
/// entry of the certificate table, and that table; zeros up to a multiple of eight when there is no table.
///
/// @param checksum offset of the four bytes of the checksum
/// @param entry offset of the eight bytes of the directory entry
/// @param end offset after the last byte that counts
/// @param padding zero bytes that count after it
record AuthenticodeRanges(long checksum, long entry, long end, int padding) {
  private static final int DOS_HEADER = 64;
  private static final int BEFORE_OPTIONAL = 24;
  private static final int CERTIFICATES = 4;

  /// Reads the layout; empty when the file is no such program, or one so odd that readers may disagree on what
  /// its certificate table is. Such a file is hashed whole.
  static Optional<AuthenticodeRanges> of(FileChannel file) throws IOException {
    long size = file.size();
    ByteBuffer dos = read(file, 0, DOS_HEADER);
    if (dos.limit() < DOS_HEADER || dos.get(0) != 'M' || dos.get(1) != 'Z') {
      return Optional.empty();
    }
    long header = dos.getInt(0x3c) & 0xffff_ffffL;
    ByteBuffer pe = read(file, header, BEFORE_OPTIONAL + 112 + 8 * (CERTIFICATES + 1));
    if (header < DOS_HEADER || pe.limit() < BEFORE_OPTIONAL + 2 || pe.getInt(0) != 0x4550) {
      return Optional.empty();
    }
    int directories =
        switch (pe.getShort(BEFORE_OPTIONAL)) {
          case 0x10b -> 96;
          case 0x20b -> 112;
          default -> 0;
        };
    int entry = directories + 8 * CERTIFICATES;
    if (directories == 0
        || pe.limit() < BEFORE_OPTIONAL + entry + 8
        || (pe.getShort(20) & 0xffff) < entry + 8
        || pe.getInt(BEFORE_OPTIONAL + directories - 4) <= CERTIFICATES) {
      return Optional.empty();
    }
    long table = pe.getInt(BEFORE_OPTIONAL + entry) & 0xffff_ffffL;
    long length = pe.getInt(BEFORE_OPTIONAL + entry + 4) & 0xffff_ffffL;
    long optional = header + BEFORE_OPTIONAL;
    long checksum = optional + 64;
    if (table == 0 && length == 0) {
      return Optional.of(new AuthenticodeRanges(checksum, optional + entry, size, (int) (-size & 7)));
    }
    boolean lastInFile = table >= optional + entry + 8 && table % 8 == 0 && length > 0 && table + length == size;
    return lastInFile
        ? Optional.of(new AuthenticodeRanges(checksum, optional + entry, table, 0))
        : Optional.empty();
  }

  private static ByteBuffer read(FileChannel file, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {}
    return bytes.flip();
  }
}
