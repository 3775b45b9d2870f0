package dev.ambit.e2e.integrity;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A signed application that all tests of a class run enforced, as it was signed at the start of each.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD) // the application is one for all
abstract class EnforcedApplication {
  SignedApplication application;
  /// The environment in which only its signed files run.
  Map<String, String> enforced;

  @BeforeAll
  void sign(@TempDir Path work) throws Exception {
    application = SignedApplication.create(work);
    enforced = application.enforced();
  }

  @BeforeEach
  void asSigned() throws Exception {
    application.reset();
  }
}
