package dev.ambit.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/// Digests as the web writes them: `sha256-<base64>`, several with spaces between. Of several only those of the strongest
/// function count, and one of them has to match.
///
/// @param digests at least one, strongest function first
record SubresourceIntegrity(List<Expected> digests) {
  /// @param strength bits
  record Expected(int strength, String base64) {}

  SubresourceIntegrity {
    digests = List.copyOf(digests);
  }

  /// @throws CommandException when one is no such digest: what cannot be checked must not be taken for checked
  static SubresourceIntegrity parse(String text) {
    List<Expected> found = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      int dash = word.indexOf('-');
      String function = dash < 0 ? "" : word.substring(0, dash);
      if (!List.of("sha256", "sha384", "sha512").contains(function)) {
        throw unreadable(word);
      }
      int strength = Integer.parseInt(function.substring(3));
      String base64 = word.substring(dash + 1);
      try {
        if (Base64.getDecoder().decode(base64).length * 8 != strength) {
          throw unreadable(word);
        }
      } catch (IllegalArgumentException e) {
        throw unreadable(word);
      }
      found.add(new Expected(strength, base64));
    }
    found.sort(Comparator.comparingInt(Expected::strength).reversed());
    return new SubresourceIntegrity(found);
  }

  private static CommandException unreadable(String word) {
    return new CommandException(
        ExitCode.USAGE, "`" + word + "` is no digest", "write sha256-, sha384- or sha512-, and the digest in base64");
  }

  /// Returns when the bytes are those.
  ///
  /// @param what as messages name it
  /// @throws CommandException when they are not
  void verify(String what, byte[] bytes) {
    int strongest = digests.getFirst().strength();
    byte[] actual = digest(strongest, bytes);
    boolean same =
        digests.stream()
            .filter(expected -> expected.strength() == strongest)
            .anyMatch(expected -> MessageDigest.isEqual(Base64.getDecoder().decode(expected.base64()), actual));
    if (!same) {
      throw new CommandException(
          ExitCode.NOT_VERIFIED,
          "not verified: " + what + " has the digest sha" + strongest + "-" + Base64.getEncoder().encodeToString(actual),
          null);
    }
  }

  private static byte[] digest(int strength, byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-" + strength).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-" + strength, e);
    }
  }
}
