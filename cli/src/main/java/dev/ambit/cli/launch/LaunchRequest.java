package dev.ambit.cli.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the user wants to run, and under which policy.
///
/// @param project the folder with package.json that the manifest was compiled for
/// @param cwd the working directory of the program
/// @param guard the folder of the guard, with `src/start.cjs`
/// @param manifest the policy manifest, or null without containment
/// @param manifestIntegrity `sha256-<base64>` of its bytes
/// @param events where denials are appended as JSON lines, or null
/// @param environment the user's, see [dev.ambit.os.Inherited#environment]
/// @param enforcing what the status line says first, for example `enforcing 68 packages`
/// @param command what to run
/// @param integrity which files may run, or null when nobody demands it
/// @param kernelCheck the files that the kernel has to let pass, or null when nobody demands it
public record LaunchRequest(
    Path project,
    Path cwd,
    Path guard,
    @Nullable Path manifest,
    String manifestIntegrity,
    @Nullable Path events,
    Map<String, String> environment,
    String enforcing,
    Command command,
    @Nullable CodeIntegrity integrity,
    @Nullable KernelCheck kernelCheck) {

  public LaunchRequest {
    environment = Map.copyOf(environment);
    if (manifest == null && integrity == null) {
      throw new IllegalArgumentException("neither containment nor integrity: nothing would be enforced");
    }
  }

  /// With containment alone.
  public LaunchRequest(
      Path project,
      Path cwd,
      Path guard,
      @Nullable Path manifest,
      String manifestIntegrity,
      @Nullable Path events,
      Map<String, String> environment,
      String enforcing,
      Command command) {
    this(project, cwd, guard, manifest, manifestIntegrity, events, environment, enforcing, command, null, null);
  }

  /// What the guard holds the program to: without containment it is a smaller one.
  PreparedGuard.Kind guardKind() {
    return manifest == null ? PreparedGuard.Kind.INTEGRITY_ALONE : PreparedGuard.Kind.CONTAINMENT;
  }

  /// What happens to code that is in no file.
  IntegrityDemand.InteractiveRule interactive() {
    return integrity == null ? IntegrityDemand.InteractiveRule.ALLOWED : integrity.demand().interactive();
  }

  /// What stands behind `ambit run`.
  public sealed interface Command {
    List<String> arguments();

    /// How many words it has.
    default int words() {
      return 1 + arguments().size();
    }

    /// `run app.js args…`: a file of the project.
    record Script(String file, List<String> arguments) implements Command {
      public Script {
        arguments = List.copyOf(arguments);
      }
    }

    /// `run -- npm test`: a program, found as a shell in the project would find it.
    record Program(String name, List<String> arguments) implements Command {
      public Program {
        arguments = List.copyOf(arguments);
      }
    }
  }
}
