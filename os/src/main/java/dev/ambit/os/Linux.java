package dev.ambit.os;

import java.util.Locale;
import java.util.Optional;

/// What is Linux's own: the numbers of its calls, which differ by processor.
///
/// @param execveat number of `execveat`
/// @param statx number of `statx`
record Linux(long execveat, long statx) {
  static final int EPERM = 1;
  static final int EACCES = 13;
  static final int EINVAL = 22;
  static final int ENOSYS = 38;

  /// @return nothing where this is no Linux, or a processor whose numbers nobody wrote down here
  static Optional<Linux> current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Optional<Linux> of(String system, String processor) {
    if (!system.equals("Linux")) {
      return Optional.empty();
    }
    return switch (processor.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(new Linux(322, 332));
      case "aarch64" -> Optional.of(new Linux(281, 291));
      default -> Optional.empty();
    };
  }
}
