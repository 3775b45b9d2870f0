package dev.ambit.cli.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether only the administrator can change the guard.
public final class GuardProtection {
  private GuardProtection() {}

  /// Why not.
  ///
  /// @param guard its folder
  /// @return nothing when every file of it, and every folder above, is the administrator's
  public static Optional<String> weakness(Path guard) {
    try (Stream<Path> files = Files.walk(guard.resolve("src"))) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Protection.OF_ROOT.require(file);
      }
      return Optional.empty();
    } catch (AdminPolicyException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      return Optional.of("`" + guard + "` cannot be examined: " + e.getMessage());
    }
  }
}
