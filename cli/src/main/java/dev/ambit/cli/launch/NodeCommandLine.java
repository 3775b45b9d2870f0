package dev.ambit.cli.launch;

import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// What follows `node` on a command line.
///
/// Code from the command line or standard input is refused: no manifest knows it. Files of the project may be
/// preloaded, since the guard's own preload, in NODE_OPTIONS, comes before them. A debugger is allowed with a
/// warning: whoever asks for it by hand wants to look inside.
///
/// @param arguments all of them, as the user wrote them
/// @param warnings what the user should know
/// @param deciding how many of the arguments matter here: those up to the script, whose own follow; empty without one
record NodeCommandLine(List<String> arguments, List<String> warnings, OptionalInt deciding) {
  private static final Set<String> WITHOUT_SCRIPT =
      Set.of("version", "help", "v8-options", "completion-bash", "test", "run", "bench");
  private static final Set<String> PRELOADS = Set.of("require", "import");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  NodeCommandLine {
    arguments = List.copyOf(arguments);
    warnings = List.copyOf(warnings);
  }

  /// @throws LaunchException naming the argument that cannot be allowed
  static NodeCommandLine of(List<String> arguments, ProjectFolder project, Path cwd) throws LaunchException {
    return of(arguments, project, cwd, InteractiveRule.ALLOWED, true);
  }

  /// @throws LaunchException naming the argument that cannot be allowed
  static NodeCommandLine of(List<String> arguments, ProjectFolder project, LaunchRequest request)
      throws LaunchException {
    return of(arguments, project, request.cwd(), request.interactive(), request.manifest() != null);
  }

  /// @param contained without containment, code that is in no file is as allowed as the rule says
  private static NodeCommandLine of(
      List<String> arguments, ProjectFolder project, Path cwd, InteractiveRule interactive, boolean contained)
      throws LaunchException {
    boolean snippets = !contained && interactive != InteractiveRule.BLOCKED;
    List<String> warnings = new ArrayList<>();
    boolean scriptNeeded = true;
    int i = 0;
    while (i < arguments.size() && arguments.get(i).startsWith("-")) {
      String word = arguments.get(i++);
      if (word.equals("--")) {
        break;
      }
      if (word.equals("-")) {
        if (snippets) {
          return new NodeCommandLine(arguments, warnings, OptionalInt.empty());
        }
        throw snippet(word, interactive);
      }
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String name = equals < 0 ? word : word.substring(0, equals);
      NodeFlags.Flag flag = NodeFlags.find(name).orElseThrow(() -> new LaunchException(
          "`" + name + "` is no flag of Node that ambit knows to be harmless; leave it out"));
      Optional<NodeFlags.Door> door = flag.door();
      if (door.filter(NodeFlags.Door.SNIPPET::equals).isPresent()) {
        if (!snippets) {
          throw snippet(name, interactive);
        }
        // the guard still judges each file that this code loads
        scriptNeeded = false;
      }
      String value = equals < 0 ? "" : word.substring(equals + 1);
      if (equals < 0 && flag.value() == NodeFlags.Value.NEEDED) {
        if (i == arguments.size() || arguments.get(i).startsWith("-")) {
          throw new LaunchException("`" + name + "` needs a value: `" + name + "=…`");
        }
        value = arguments.get(i++);
      }
      scriptNeeded &= !WITHOUT_SCRIPT.contains(flag.name());
      if (PRELOADS.contains(flag.name())) {
        checkPreload(name, value, project, cwd, interactive);
      } else if (door.filter(NodeFlags.Door.DEBUGGER::equals).isPresent()) {
        if (interactive == InteractiveRule.BLOCKED) {
          throw LaunchException.blocked("`" + name + "` " + NodeFlags.Door.DEBUGGER.reason() + "; leave it out");
        }
        warnings.add("`" + name + "` " + NodeFlags.Door.DEBUGGER.reason());
      } else if (door.isPresent() && !door.get().equals(NodeFlags.Door.SNIPPET)) {
        throw new LaunchException("`" + name + "` " + door.get().reason() + "; leave it out");
      }
    }
    if (scriptNeeded) {
      if (i == arguments.size()) {
        if (snippets) {
          return new NodeCommandLine(arguments, warnings, OptionalInt.empty());
        }
        if (interactive == InteractiveRule.BLOCKED) {
          throw LaunchException.blocked("`node` without a file reads code from the terminal or standard input; name a signed file");
        }
        throw new LaunchException("`node` without a file reads code from the terminal or standard input, "
            + "which no manifest knows; write it to a file and `ambit run file.js`");
      }
      String script = arguments.get(i);
      if (script.equals("inspect") && ProjectFolder.find(script, cwd).isEmpty()) {
        throw new LaunchException("`node inspect` takes code from the terminal; "
            + "use `ambit run -- node --inspect-brk file.js` and attach a debugger");
      }
      project.requireHeld(script, cwd);
    }
    return new NodeCommandLine(arguments, warnings, scriptNeeded ? OptionalInt.of(i + 1) : OptionalInt.empty());
  }

  private static LaunchException snippet(String name, InteractiveRule interactive) {
    if (interactive == InteractiveRule.BLOCKED) {
      return LaunchException.blocked("`" + name + "` " + NodeFlags.Door.SNIPPET.reason() + ", so nobody signed it; write it to a file and sign it");
    }
    return new LaunchException("`" + name + "` " + NodeFlags.Door.SNIPPET.reason()
        + ", so no manifest knows it; write it to a file and `ambit run file.js`");
  }

  private static void checkPreload(
      String flag, String value, ProjectFolder project, Path cwd, InteractiveRule interactive) throws LaunchException {
    Path file;
    if (value.startsWith("file:")) {
      try {
        file = Path.of(URI.create(value));
      } catch (IllegalArgumentException e) {
        throw new LaunchException("`" + flag + " " + value + "`: " + e.getMessage());
      }
    } else if (SCHEME.matcher(value).matches()) {
      if (interactive == InteractiveRule.BLOCKED) {
        throw snippet(flag + " " + value, interactive);
      }
      throw new LaunchException("`" + flag + " " + value + "` " + NodeFlags.Door.SNIPPET.reason()
          + " of the project; write it to one");
    } else if (value.startsWith(".") || value.startsWith("/")) {
      file = cwd.resolve(value);
    } else {
      // a package's name: the guard decides what the application may require
      return;
    }
    project.requireHeld(file.toString(), cwd);
  }
}
