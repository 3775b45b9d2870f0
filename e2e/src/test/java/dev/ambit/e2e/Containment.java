package dev.ambit.e2e;

import dev.ambit.e2e.Scenario.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the scenarios need of Ambit: review a tree, and start Node with the guard.
interface Containment {
  /// Reviews the installed tree as it is, as `ambit init` does: writes `ambit.lock.json`.
  ///
  /// @param app absolute path of the project
  void init(Path app);

  /// How to start the application contained, as `ambit run` does: compiles the policy manifest from the
  /// tree as it is now and the baseline that [#init(Path)] wrote.
  ///
  /// @param app absolute path of the project
  /// @param node absolute path of the Node program
  /// @param arguments of Node, the entry first
  /// @param environment what the user's shell would hand over, `NODE_OPTIONS` and the like included
  /// @param events absolute path of the file that receives a JSON line for each denial
  Launch contained(
      Path app, Path node, Mode mode, List<String> arguments, Map<String, String> environment, Path events);
}
