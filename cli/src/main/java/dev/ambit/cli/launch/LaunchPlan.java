package dev.ambit.cli.launch;

import dev.ambit.cli.launch.LaunchRequest.Command;
import dev.ambit.core.json.Json;
import dev.ambit.os.Exec;
import dev.ambit.os.ExecException;
import dev.ambit.os.SealedMemory;
import dev.ambit.os.Spawn;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A program that is ready to start contained.
///
/// Node programs are contained through `NODE_OPTIONS`, which every Node reads before any code. A program that is
/// no Node program (a shell script, a native tool) runs as it is, and the Node programs that it starts are
/// contained. A Node script outside of the project that the user names, such as npm, is a *tool*: it runs
/// uncontained itself, and what it starts does not.
///
/// @param program the file to run
/// @param argv its arguments, its own name first
/// @param env the whole environment
/// @param cwd the working directory
/// @param statusLine what is enforced, to print on stderr before the start
/// @param warnings what the user should know, one line each, to print likewise
/// @param deciding how many words of the command the plan was made from, where those that follow are passed on unread
///   to a script in the project; empty otherwise
public record LaunchPlan(
    Path program, List<String> argv, Map<String, String> env, Path cwd, String statusLine, List<String> warnings,
    OptionalInt deciding) {
  /// These come from the PATH as in the user's shell: a package must not be able to take their place.
  private static final Set<String> PACKAGE_MANAGERS =
      Set.of("npm", "npx", "yarn", "yarnpkg", "pnpm", "pnpx", "corepack");

  public LaunchPlan {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
    warnings = List.copyOf(warnings);
  }

  /// Decides what to start and how.
  ///
  /// @throws LaunchException when it cannot be contained or is not there
  public static LaunchPlan of(LaunchRequest request) throws LaunchException {
    ProjectFolder project = ProjectFolder.of(request.project());
    NodeFinder finder = new NodeFinder(project.real(), request.cwd(), request.environment());
    return switch (request.command()) {
      case Command.Script script -> {
        project.requireHeld(script.file(), request.cwd());
        // `./` keeps a name from being a flag
        String file = script.file().startsWith("-") ? "./" + script.file() : script.file();
        List<String> argv = new ArrayList<>(List.of("node", file));
        argv.addAll(script.arguments());
        yield node(request, finder.find(), argv, null, List.of(), OptionalInt.of(1), "");
      }
      case Command.Program program -> program(request, project, finder, program);
    };
  }

  /// Starts it: prints nothing, and where the system allows it does not return.
  ///
  /// @return the exit code of a child, on a system where a process cannot be replaced
  /// @throws ExecException when it cannot be started
  public int start() throws ExecException {
    return start(Optional.empty());
  }

  /// As [#start()], with the policy manifest in memory that nobody can change. The file stays the second choice, for
  /// programs that were started by one that closes what it inherits.
  public int start(Optional<SealedMemory> manifest) throws ExecException {
    try {
      Map<String, String> variables = new TreeMap<>(env);
      manifest.ifPresent(memory -> variables.put("AMBIT_MANIFEST_SEALED", memory.path()));
      Exec.replace(program, argv, variables, cwd, manifest.map(memory -> Set.of(memory.descriptor())).orElse(Set.of()));
    } catch (UnsupportedOperationException e) {
      // Windows, or a JVM without native access: a child does as well
    }
    return Spawn.run(program, argv, env, cwd);
  }

  private static LaunchPlan program(
      LaunchRequest request, ProjectFolder project, NodeFinder finder, Command.Program command)
      throws LaunchException {
    String name = command.name();
    boolean path = name.contains("/") || name.indexOf(File.separatorChar) >= 0;
    Path program = path ? request.cwd().resolve(name) : null;
    if (name.equals("node") || (program != null && program.endsWith("node") && SearchPath.isProgram(program))) {
      Node node = program == null ? finder.find() : finder.at(program);
      NodeCommandLine line = NodeCommandLine.of(command.arguments(), project, request);
      List<String> argv = new ArrayList<>(List.of(name));
      argv.addAll(line.arguments());
      return node(request, node, argv, null, line.warnings(), plusOne(line.deciding()), "");
    }
    program = program == null ? find(name, request, project) : existing(name, program);
    Node node = finder.find();
    try {
      Path real = program.toRealPath();
      Optional<ScriptFile> script = ScriptFile.read(real);
      if (script.isPresent()) {
        return script(request, project, node, command, program, real, script.get());
      }
    } catch (IOException e) {
      throw new LaunchException("`" + program + "` cannot be read: " + e.getMessage());
    }
    List<String> argv = new ArrayList<>(List.of(name));
    argv.addAll(command.arguments());
    GuardedEnvironment environment = GuardedEnvironment.of(request, node, null);
    return new LaunchPlan(program, argv, environment.variables(), request.cwd(),
        status(request, node, "; of `" + name + "`, only the Node programs that it starts are contained"),
        environment.warnings(), OptionalInt.empty());
  }

  private static LaunchPlan script(
      LaunchRequest request, ProjectFolder project, Node node, Command.Program command, Path program, Path real,
      ScriptFile script) throws LaunchException {
    List<String> arguments = new ArrayList<>(script.flags());
    arguments.add(program.toString());
    arguments.addAll(command.arguments());
    // the chosen Node, whatever `#!/usr/bin/node` says
    List<String> argv = new ArrayList<>(List.of("node"));
    argv.addAll(arguments);
    if (project.holds(real)) {
      NodeCommandLine line = NodeCommandLine.of(arguments, project, request);
      boolean own = command.name().contains("/") || program.startsWith(project.real());
      return node(
          request, node, argv, null, line.warnings(), own ? OptionalInt.of(1) : OptionalInt.empty(), "");
    }
    if (request.kernelCheck() != null) {
      throw new LaunchException("`" + command.name() + "` is outside of the project, where nobody checks its files, and the "
          + "administrator demands that all are checked; use `ambit run -- node FILE`");
    }
    refuseNodeOptions(command, project, node);
    return node(request, node, argv, real, List.of(), OptionalInt.empty(),
        "; `" + command.name() + "` itself is not contained, the Node programs that it starts are");
  }

  private static LaunchPlan node(
      LaunchRequest request, Node node, List<String> argv, @Nullable Path tool, List<String> warnings,
      OptionalInt deciding, String note) throws LaunchException {
    GuardedEnvironment environment = GuardedEnvironment.of(request, node, tool);
    List<String> all = new ArrayList<>(environment.warnings());
    all.addAll(warnings);
    Map<String, String> variables = new TreeMap<>(environment.variables());
    // what is judged at each load is in no record
    if (tool == null && request.integrity() == null && request.kernelCheck() == null) {
      CodeRecord.of(request, node, argv).ifPresent(record -> variables.putAll(record.variables()));
    }
    // the whole path, as the launcher must do without Java: a shell cannot give another first argument
    List<String> line = new ArrayList<>(argv);
    line.set(0, node.program().toString());
    return new LaunchPlan(
        node.program(), line, variables, request.cwd(), status(request, node, note), all, deciding);
  }

  private static OptionalInt plusOne(OptionalInt count) {
    return count.isPresent() ? OptionalInt.of(count.getAsInt() + 1) : count;
  }

  private static String status(LaunchRequest request, Node node, String note) {
    String tested = node.version().isTested() ? "" : ", node " + node.version() + " not tested";
    return "ambit: " + request.enforcing() + tested + note;
  }

  private static Path find(String name, LaunchRequest request, ProjectFolder project) throws LaunchException {
    SearchPath path = SearchPath.of(request.environment(), request.cwd());
    if (PACKAGE_MANAGERS.contains(name)) {
      path = path.withoutPackages();
    } else {
      Path own = project.real().resolve("node_modules").resolve(".bin").resolve(name);
      if (SearchPath.isProgram(own)) {
        return own;
      }
    }
    return path.find(name).orElseThrow(() -> new LaunchException(
        "no program `" + name + "` in `node_modules/.bin` or on the PATH"
            + (Files.exists(request.cwd().resolve(name)) ? "; to run the file: `ambit run " + name + "`" : "")));
  }

  private static Path existing(String name, Path program) throws LaunchException {
    if (!Files.isRegularFile(program)) {
      throw new LaunchException("no program `" + name + "`");
    }
    if (!Files.isExecutable(program)) {
      throw new LaunchException("`" + name + "` is not executable; `chmod +x " + name + "`, or `ambit run "
          + name + "` if Node shall run it");
    }
    return program;
  }

  /// What would replace the guard's NODE_OPTIONS where the guarded `node` of the PATH cannot put it back: a flag of
  /// npm, which outranks its settings, and a script of a project whose own Node comes before the PATH.
  private static void refuseNodeOptions(Command.Program command, ProjectFolder project, Node node)
      throws LaunchException {
    for (String argument : command.arguments()) {
      if (argument.equals("--")) {
        break;
      }
      if (argument.startsWith("--node-options") || argument.startsWith("--node_options")) {
        throw new LaunchException("`--node-options` would take the guard out of what `" + command.name()
            + "` starts; set the variable instead: `NODE_OPTIONS=… ambit run -- " + command.name() + " …`");
      }
    }
    if (!node.program().startsWith(project.real())) {
      return;
    }
    try {
      Path file = project.real().resolve("package.json");
      for (var script : Json.MAPPER.readTree(Files.readAllBytes(file)).path("scripts").properties()) {
        if (script.getValue().asString("").contains("NODE_OPTIONS=")) {
          throw new LaunchException("script `" + script.getKey() + "` in package.json sets NODE_OPTIONS, which takes "
              + "the guard out of the project's own Node; take it out of the script and set it outside: "
              + "`NODE_OPTIONS=… ambit run -- " + command.name() + " …`");
        }
      }
    } catch (IOException | JacksonException e) {
      throw new LaunchException("`package.json` of `" + project.real() + "` cannot be read: " + e.getMessage());
    }
  }
}
