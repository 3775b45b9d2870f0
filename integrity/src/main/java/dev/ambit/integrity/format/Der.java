package dev.ambit.integrity.format;

import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.Problem;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;

/// Reads DER and nothing else: definite and shortest lengths, sets in order, no byte after the end. One value has
/// one encoding, so no two readers can disagree about it.
public final class Der {
  private static final int DEEPEST = 64;

  private Der() {}

  /// The one value that these bytes are.
  ///
  /// @param file as messages should name it
  /// @throws FormatException when they are anything else
  public static ASN1Primitive parse(String file, byte[] bytes) throws FormatException {
    if (bytes.length == 0) {
      throw problem(file, "is empty");
    }
    int end = element(file, bytes, 0, bytes.length, 0);
    if (end != bytes.length) {
      throw problem(file, "goes on for " + (bytes.length - end) + " bytes after its end");
    }
    try {
      ASN1Primitive value = ASN1Primitive.fromByteArray(bytes);
      if (!Arrays.equals(value.getEncoded(ASN1Encoding.DER), bytes)) {
        throw problem(file, "is not encoded as DER");
      }
      return value;
    } catch (FormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw problem(file, "is no ASN.1");
    }
  }

  /// A file's problem without a place.
  public static FormatException problem(String file, String message) {
    return new FormatException(file, List.of(new Problem("", 0, 0, message)));
  }

  /// Checks lengths; a parser is only let at bytes whose structure is known to fit.
  private static int element(String file, byte[] bytes, int start, int end, int depth) throws FormatException {
    if (depth > DEEPEST) {
      throw problem(file, "is nested deeper than " + DEEPEST + " levels");
    }
    if (end - start < 2) {
      throw problem(file, "ends too early");
    }
    if ((bytes[start] & 0x1f) == 0x1f || bytes[start] == 0) {
      throw problem(file, "has an unknown tag at byte " + start);
    }
    int first = bytes[start + 1] & 0xff;
    int at = start + 2;
    long length = first;
    if (first >= 0x80) {
      int count = first & 0x7f;
      if (count == 0 || count > 4) {
        throw problem(file, "has a length that DER does not allow at byte " + start);
      }
      if (end - at < count) {
        throw problem(file, "ends too early");
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = (length << 8) | (bytes[at++] & 0xff);
      }
      if (length < 0x80 || length >>> (8 * (count - 1)) == 0) {
        throw problem(file, "has a length that is longer than needed at byte " + start);
      }
    }
    if (length > end - at) {
      throw problem(file, "ends too early");
    }
    int stop = at + (int) length;
    if ((bytes[start] & 0x20) != 0) {
      while (at < stop) {
        at = element(file, bytes, at, stop, depth + 1);
      }
    }
    return stop;
  }
}
