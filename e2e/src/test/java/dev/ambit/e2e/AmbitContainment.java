package dev.ambit.e2e;

import dev.ambit.e2e.Scenario.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Ambit itself. To be wired to the cli's entry points for `init` and `run`; then take the exclusion of
/// `ContainedScenariosTest` out of e2e/pom.xml.
final class AmbitContainment implements Containment {
  @Override
  public void init(Path app) {
    throw new UnsupportedOperationException("not wired yet");
  }

  @Override
  public Launch contained(
      Path app, Path node, Mode mode, List<String> arguments, Map<String, String> environment, Path events) {
    throw new UnsupportedOperationException("not wired yet");
  }
}
