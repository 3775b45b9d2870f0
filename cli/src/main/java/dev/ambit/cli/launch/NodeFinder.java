package dev.ambit.cli.launch;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Finds the Node that runs a project, as npm scripts do: the project's own first, then the PATH.
///
/// The project's own is a package named `node` or `node-<system>-<processor>`, perhaps under an alias, on which the
/// project itself depends. Any other package that provides a command `node` is passed over: it was installed for
/// another reason, and its program would be started outside of every containment.
public final class NodeFinder {
  private static final Pattern NODE_PACKAGE =
      Pattern.compile("node|node-(bin-)?(aix|darwin|linux|sunos|win)-[a-z0-9]+");
  private static final Pattern ALIAS = Pattern.compile("npm:((?:@[^@/]+/)?[^@]+)(?:@.*)?");
  private static final int PATIENCE_SECONDS = 30;

  private final Path project;
  private final Path cwd;
  private final Map<String, String> environment;
  private final NodeVersionCache versions;

  /// @param project the folder with package.json
  /// @param cwd the working directory
  /// @param environment the user's
  public NodeFinder(Path project, Path cwd, Map<String, String> environment) {
    this.project = project;
    this.cwd = cwd;
    this.environment = Map.copyOf(environment);
    this.versions = new NodeVersionCache(UserCache.of(environment).orElse(null));
  }

  /// @throws LaunchException when there is none, it does not answer, or it is too old
  public Node find() throws LaunchException {
    Optional<Path> program = ofProject();
    if (program.isEmpty()) {
      program = path().find("node");
    }
    return at(program.orElseThrow(() -> new LaunchException(
        "no `node` in `node_modules` or on the PATH; try `npm install --save-dev node@24`")));
  }

  /// Every Node that could be meant, the chosen one first: the project's, then those on the PATH, each file once.
  ///
  /// @throws LaunchException when one is gone meanwhile
  public List<Path> all() throws LaunchException {
    List<Path> all = new ArrayList<>();
    ofProject().ifPresent(all::add);
    for (Path folder : path().folders()) {
      new SearchPath(List.of(folder)).find("node").ifPresent(all::add);
    }
    Map<Path, Path> once = new LinkedHashMap<>();
    for (Path program : all) {
      once.putIfAbsent(real(program), program);
    }
    return List.copyOf(once.values());
  }

  private SearchPath path() {
    SearchPath path = SearchPath.of(environment, cwd).withoutPackages();
    Optional<UserCache> cache = UserCache.of(environment);
    return cache.isPresent() ? path.without(GuardedNode.folder(cache.get())) : path;
  }

  /// The Node at a given place.
  ///
  /// @throws LaunchException when it does not answer as Node does, or is too old
  public Node at(Path program) throws LaunchException {
    NodeVersion version = versionAt(program);
    if (!version.isSupported()) {
      throw new LaunchException("node " + version + " at `" + program
          + "` is not supported: ambit needs 22.15 or newer; try `npm install --save-dev node@24`");
    }
    return new Node(program, version);
  }

  /// Which version lies there, supported or not.
  ///
  /// @throws LaunchException when it does not answer as Node does
  public NodeVersion versionAt(Path program) throws LaunchException {
    Path real = real(program);
    Optional<NodeVersion> known = versions.read(real);
    NodeVersion version;
    if (known.isPresent()) {
      version = known.get();
    } else {
      version = ask(program);
      versions.remember(real, version);
    }
    return version;
  }

  private Optional<Path> ofProject() {
    for (var dependency : dependencies().entrySet()) {
      var alias = ALIAS.matcher(dependency.getValue());
      String name = alias.matches() ? alias.group(1) : dependency.getKey();
      if (!NODE_PACKAGE.matcher(name).matches()) {
        continue;
      }
      Path folder = project.resolve("node_modules").resolve(dependency.getKey());
      JsonNode bin = json(folder.resolve("package.json")).path("bin");
      String file = bin.isObject() ? bin.path("node").asString("") : bin.asString("");
      Path program = folder.resolve(file).normalize();
      // a package for another system is listed as optional and not installed, or installed and of no use
      if (!file.isEmpty() && program.startsWith(folder) && SearchPath.isProgram(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private Map<String, String> dependencies() {
    Map<String, String> all = new TreeMap<>();
    JsonNode own = json(project.resolve("package.json"));
    for (String kind : new String[] {"dependencies", "devDependencies", "optionalDependencies"}) {
      own.path(kind).properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asString("")));
    }
    return all;
  }

  /// An absent or unreadable file has no dependencies: to complain is for those who need it.
  private static JsonNode json(Path file) {
    try {
      return Json.MAPPER.readTree(Files.readAllBytes(file));
    } catch (IOException | JacksonException e) {
      return Json.MAPPER.createObjectNode();
    }
  }

  private NodeVersion ask(Path program) throws LaunchException {
    Map<String, String> without = new HashMap<>(environment);
    without.remove("NODE_OPTIONS");
    try {
      // a file, since the output of a program that never ends cannot be waited for
      Path output = Files.createTempFile("node-version", ".txt");
      try {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--version")
            .directory(cwd.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(without);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new LaunchException("`" + program + " --version` does not end; put another Node first on the PATH");
        }
        String answer = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        return NodeVersion.parse(answer).orElseThrow(() -> new LaunchException("`" + program
            + "` answers `--version` with `" + firstLine(answer) + "`, which is no version of Node; "
            + "put a Node of 22.15 or newer first on the PATH"));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new LaunchException("`" + program + "` cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("interrupted while asking `" + program + "` for its version");
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static Path real(Path program) throws LaunchException {
    try {
      return program.toRealPath();
    } catch (IOException e) {
      throw new LaunchException("no program `" + program + "`");
    }
  }
}
