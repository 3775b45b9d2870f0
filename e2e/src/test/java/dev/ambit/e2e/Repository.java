package dev.ambit.e2e;

import java.nio.file.Path;

/// Where things are in this repository.
final class Repository {
  private Repository() {}

  /// The root, from the system property `ambit.repo` that the build sets.
  static Path root() {
    String root = System.getProperty("ambit.repo");
    if (root == null) {
      throw new IllegalStateException("the system property `ambit.repo` is missing; run the tests with mvn");
    }
    return Path.of(root);
  }

  /// The folder of the scenarios.
  static Path scenarios() {
    return root().resolve("spec/scenarios");
  }
}
