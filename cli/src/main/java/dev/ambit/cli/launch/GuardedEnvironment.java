package dev.ambit.cli.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The environment in which every Node finds the guard first.
///
/// Left as they are, since they belong to the user and run no JavaScript before the guard:
/// `NODE_EXTRA_CA_CERTS`, `NODE_V8_COVERAGE`, `NODE_COMPILE_CACHE` (not where only signed code runs), and also `LD_PRELOAD`,
/// `DYLD_*` and `OPENSSL_CONF`, which can load native code into any program and are beyond what Ambit contains.
///
/// @param variables the whole environment
/// @param warnings what was taken out of it
record GuardedEnvironment(Map<String, String> variables, List<String> warnings) {
  private static final Pattern OF_AMBIT = Pattern.compile("AMBIT_.*");
  /// npm and pnpm replace NODE_OPTIONS by this setting when they run a script; a variable outranks `.npmrc`.
  private static final Pattern NODE_OPTIONS_SETTING =
      Pattern.compile("p?npm_config_node[_-]options", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> REMOVED = Map.of(
      "NODE_PATH", NodeFlags.Door.RESOLUTION.reason(),
      "NODE_REPL_EXTERNAL_MODULE", NodeFlags.Door.CODE.reason());

  GuardedEnvironment {
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    warnings = List.copyOf(warnings);
  }

  /// @param node the chosen Node
  /// @param tool the real path of a script outside of the project that the user started, or null
  /// @throws LaunchException when NODE_OPTIONS cannot be read
  static GuardedEnvironment of(LaunchRequest request, Node node, @Nullable Path tool) throws LaunchException {
    Map<String, String> variables = new TreeMap<>(request.environment());
    List<String> warnings = new ArrayList<>();
    // AMBIT_JAVA_HOME is the launcher's own, which a program may start again
    variables.keySet().removeIf(name -> OF_AMBIT.matcher(name).matches() && !name.equals("AMBIT_JAVA_HOME"));
    REMOVED.forEach((name, reason) -> {
      if (variables.remove(name) != null) {
        warnings.add(name + " is not passed on: it " + reason);
      }
    });
    new PreparedGuard(request.guard().toAbsolutePath(), request.guardKind(), node).prepare(request.environment());
    CodeIntegrity integrity = request.integrity();
    String guard = guardOption(request.guard(), request.guardKind()) + (integrity == null ? "" : integrity.flags());
    List<String> texts = new ArrayList<>();
    Optional.ofNullable(variables.remove("NODE_OPTIONS")).ifPresent(texts::add);
    for (String name : List.copyOf(variables.keySet())) {
      if (NODE_OPTIONS_SETTING.matcher(name).matches()) {
        texts.add(variables.get(name));
        variables.remove(name);
      }
    }
    String options = options(guard, texts, warnings);
    variables.put("NODE_OPTIONS", options);
    if (tool != null) {
      variables.put("AMBIT_TOOL", tool.toString());
      variables.put("npm_config_node_options", options);
      variables.put("pnpm_config_node_options", options);
    }
    Path manifest = request.manifest();
    if (manifest != null) {
      variables.put("AMBIT_MANIFEST", manifest.toAbsolutePath().toString());
      variables.put("AMBIT_MANIFEST_INTEGRITY", request.manifestIntegrity());
    }
    if (integrity != null) {
      // its code would run in place of what is signed; the guard refuses to start with it
      variables.remove("NODE_COMPILE_CACHE");
      variables.put("AMBIT_INTEGRITY", integrity.list().toAbsolutePath().toString());
      variables.put("AMBIT_INTEGRITY_DIGEST", integrity.pin());
    }
    KernelCheck check = request.kernelCheck();
    if (check != null) {
      variables.putAll(check.variables(node));
    }
    Path events = request.events();
    if (events != null) {
      variables.put("AMBIT_EVENTS", request.cwd().resolve(events).toString());
    }
    variables.put("PATH", path(request, node, guard, warnings));
    return new GuardedEnvironment(variables, warnings);
  }

  /// The flag that loads the guard, as it stands in NODE_OPTIONS.
  static String guardOption(Path guard) {
    return guardOption(guard, PreparedGuard.Kind.CONTAINMENT);
  }

  private static String guardOption(Path guard, PreparedGuard.Kind kind) {
    String start = PreparedGuard.entry(guard.toAbsolutePath(), kind).toString();
    return "--require=\"" + start.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String options(String guard, List<String> texts, List<String> warnings) throws LaunchException {
    List<String> kept = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    String own = NodeOptions.split(guard).getFirst();
    for (String text : texts) {
      NodeOptions options = NodeOptions.of(text, own);
      options.kept().stream().filter(word -> !kept.contains(word)).forEach(kept::add);
      options.dropped().stream()
          .map(flag -> "`" + flag.flag() + "` " + flag.reason())
          .filter(line -> !dropped.contains(line))
          .forEach(dropped::add);
    }
    if (!dropped.isEmpty()) {
      warnings.add("NODE_OPTIONS: not passed on: " + String.join(", ", dropped));
    }
    return kept.isEmpty() ? guard : guard + " " + NodeOptions.join(kept);
  }

  /// First the guarded `node`; then, where the PATH would lead to another Node, the chosen one's folder.
  private static String path(LaunchRequest request, Node node, String guard, List<String> warnings) {
    List<Path> first = new ArrayList<>();
    Optional<UserCache> cache = UserCache.of(request.environment());
    // a shell script is no program to Windows
    if (cache.isPresent() && File.separatorChar == '/') {
      try {
        first.add(GuardedNode.of(node.program(), guard).install(cache.get()));
      } catch (IOException e) {
        warnings.add("cannot write to `" + cache.get().folder()
            + "`: a script that sets NODE_OPTIONS itself would run uncontained");
      }
    }
    SearchPath path = SearchPath.of(request.environment(), request.cwd());
    if (cache.isPresent()) {
      path = path.without(GuardedNode.folder(cache.get()));
    }
    if (!path.find("node").equals(Optional.of(node.program()))) {
      Optional.ofNullable(node.program().getParent()).ifPresent(first::add);
    }
    String given = request.environment().getOrDefault("PATH", "");
    return first.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))
        + (given.isEmpty() || first.isEmpty() ? "" : File.pathSeparator) + given;
  }
}
