package dev.ambit.integrity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Makes the smallest Windows libraries that tools accept: headers and one section that does nothing.
public final class Programs {
  private static final int HEADER = 0x80;
  private static final int RAW = 0x200;

  private Programs() {}

  /// A 64-bit library.
  ///
  /// @param text goes into its one section
  /// @param tail bytes after the last section, so that the size need not be a multiple of eight
  public static byte[] library(String text, int tail) {
    ByteBuffer pe = ByteBuffer.allocate(2 * RAW + tail).order(ByteOrder.LITTLE_ENDIAN);
    pe.put(0, (byte) 'M').put(1, (byte) 'Z').putInt(0x3c, HEADER);
    pe.putInt(HEADER, 0x4550);
    pe.putShort(HEADER + 4, (short) 0x8664).putShort(HEADER + 6, (short) 1);
    pe.putShort(HEADER + 20, (short) 240).putShort(HEADER + 22, (short) 0x2022);
    int optional = HEADER + 24;
    pe.putShort(optional, (short) 0x20b).putInt(optional + 4, RAW).putInt(optional + 20, 0x1000);
    pe.putLong(optional + 24, 0x180000000L).putInt(optional + 32, 0x1000).putInt(optional + 36, RAW);
    pe.putShort(optional + 40, (short) 6).putShort(optional + 48, (short) 6);
    pe.putInt(optional + 56, 0x2000).putInt(optional + 60, RAW).putShort(optional + 68, (short) 3);
    pe.putInt(optional + 108, 16);
    int section = optional + 240;
    pe.put(section, ".text".getBytes(StandardCharsets.US_ASCII));
    pe.putInt(section + 8, 0x10).putInt(section + 12, 0x1000).putInt(section + 16, RAW).putInt(section + 20, RAW);
    pe.putInt(section + 36, 0x60000020);
    pe.put(RAW, text.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < tail; i++) {
      pe.put(2 * RAW + i, (byte) 'x');
    }
    return pe.array();
  }

  /// The same with a certificate table at its end.
  public static byte[] withTable(byte[] program, int length) {
    int start = (program.length + 7) & ~7;
    ByteBuffer pe = ByteBuffer.allocate(start + length).order(ByteOrder.LITTLE_ENDIAN);
    pe.put(program);
    int entry = HEADER + 24 + 112 + 32;
    pe.putInt(entry, start).putInt(entry + 4, length);
    pe.putInt(HEADER + 24 + 64, 0x12345678);
    return pe.array();
  }
}
