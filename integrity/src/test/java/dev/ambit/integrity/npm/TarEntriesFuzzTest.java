package dev.ambit.integrity.npm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class TarEntriesFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void entries(byte[] bytes) {
    TarEntries entries = new TarEntries(new ByteArrayInputStream(bytes));
    byte[] buffer = new byte[512];
    long read = 0;
    try {
      for (TarEntries.Entry entry = entries.next(); entry != null; entry = entries.next()) {
        for (int count = entries.read(buffer); count >= 0; count = entries.read(buffer)) {
          read += count;
        }
      }
    } catch (IOException e) {
      requireMessage(e);
    }
    if (read > bytes.length) {
      throw new AssertionError("more was read than there is");
    }
  }

  private static void requireMessage(IOException e) {
    if (e.getMessage() == null) {
      throw new AssertionError("refused without a word", e);
    }
  }
}
