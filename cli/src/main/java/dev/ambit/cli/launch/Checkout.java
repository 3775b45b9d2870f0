package dev.ambit.cli.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A checkout of Ambit, whose launcher builds it anew when a source has changed.
final class Checkout {
  private static final List<String> SOURCES = List.of(
      "pom.xml", ".mvn", "core/pom.xml", "analyze/pom.xml", "integrity/pom.xml", "os/pom.xml", "cli/pom.xml",
      "core/src/main", "analyze/src/main", "integrity/src/main", "os/src/main", "cli/src/main", "guard/package.json",
      "guard/src", "spec/builtins", "spec/errors");

  private Checkout() {}

  /// What the launcher's `fresh` looks at; nothing for an installation.
  static List<Path> sources(Path launcher, Path application) {
    Path root = launcher.resolveSibling(".").normalize();
    if (root.equals(application)) {
      return List.of();
    }
    return SOURCES.stream().map(root::resolve).filter(Files::exists).toList();
  }
}
