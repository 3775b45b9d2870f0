package dev.ambit.integrity.npm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The digest that a lock file demands of a tarball.
///
/// @param algorithm as the web writes it, `sha512`
/// @param hex in lower case, as npm's cache names files
record TarballDigest(String algorithm, String hex) {
  private static final List<String> STRONG = List.of("sha512", "sha384", "sha256");

  /// Those of the strongest function in an `integrity`; one of them has to match. Empty when there is none of SHA-2:
  /// SHA-1 proves nothing.
  static List<TarballDigest> parse(String integrity) {
    for (String algorithm : STRONG) {
      List<TarballDigest> found = new ArrayList<>();
      for (String word : integrity.strip().split("\\s+", -1)) {
        if (word.startsWith(algorithm + "-")) {
          bytes(word.substring(algorithm.length() + 1), Integer.parseInt(algorithm.substring(3)) / 8)
              .ifPresent(bytes -> found.add(new TarballDigest(algorithm, HexFormat.of().formatHex(bytes))));
        }
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static Optional<byte[]> bytes(String text, int length) {
    int options = text.indexOf('?');
    try {
      byte[] bytes = Base64.getDecoder().decode(options < 0 ? text : text.substring(0, options));
      return bytes.length == length ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// A fresh computation of the same function.
  MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-" + algorithm.substring(3));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-2", e);
    }
  }
}
