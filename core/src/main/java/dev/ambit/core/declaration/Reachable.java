package dev.ambit.core.declaration;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Effect;
import dev.ambit.core.json.Json;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.Specifier;
import dev.ambit.core.usage.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Which files of a package can run for those who depend on it: what its `main`, `exports`, `imports`
/// and `bin` lead to, what other packages ask for by path, and whatever these load in turn. Packages
/// publish their tests and examples too; what only those want is nothing the package needs.
///
/// Where that cannot be known (a specifier that is computed at run time, no entry point found, workers or
/// programs started, whose files no specifier names), every file counts. A file that does not count still may load; it gets what the package declares.
public final class Reachable {
  private static final String[] SUFFIXES = {"", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node"};

  private final PackageUsage usage;
  private final SortedSet<String> found = new TreeSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private Reachable(PackageUsage usage) {
    this.usage = usage;
  }

  /// The files, by path relative to the package.
  ///
  /// @param folder of the package
  /// @param usage of the package
  /// @param requested paths below the package that others ask for, as `lib/a` in `require('x/lib/a')`
  public static SortedSet<String> files(Path folder, PackageUsage usage, Set<String> requested) {
    JsonNode json = read(folder.resolve("package.json"));
    if (json == null) {
      return new TreeSet<>(usage.files().keySet());
    }
    Reachable reachable = new Reachable(usage);
    JsonNode exports = json.path("exports");
    if (exports.isMissingNode() || exports.isNull()) {
      reachable.enter(json.path("main").stringValue("index"));
      reachable.enter("index");
      requested.forEach(reachable::enter);
    } else {
      reachable.targets(exports);
    }
    reachable.targets(json.path("imports"));
    reachable.targets(json.path("bin"));
    return reachable.close();
  }

  private SortedSet<String> close() {
    boolean unknown = found.stream().noneMatch(f -> !f.equals("package.json"));
    while (!unknown && !open.isEmpty()) {
      String file = open.removeFirst();
      PackageUsage.File seen = usage.files().get(file);
      if (seen != null) {
        unknown = isComputed(seen.usage());
        follow(file, seen.usage());
      }
    }
    return unknown ? new TreeSet<>(usage.files().keySet()) : found;
  }

  private static boolean isComputed(FileUsage file) {
    return file.loadsComputed()
        || file.uses().stream().anyMatch(Reachable::starts);
  }

  private static boolean starts(Use use) {
    Set<Effect> effects = Builtins.get().effects(use.capability());
    return effects.contains(Effect.EXEC) || effects.contains(Effect.WORKER);
  }

  private void follow(String file, FileUsage seen) {
    String folder = file.contains("/") ? file.substring(0, file.lastIndexOf('/') + 1) : "";
    for (Specifier specifier : seen.specifiers()) {
      if (specifier.text().startsWith(".")) {
        enter(folder + specifier.text());
      }
    }
  }

  /// All strings below a node of `exports`, `imports` or `bin`; `*` stands for any text.
  private void targets(JsonNode node) {
    if (node.isString()) {
      String target = node.stringValue();
      if (target.contains("*")) {
        Pattern pattern = Pattern.compile(Pattern.quote(normal(target)).replace("*", "\\E.*\\Q"));
        usage.files().keySet().stream().filter(f -> pattern.matcher(f).matches()).forEach(this::add);
      } else {
        enter(target);
      }
      return;
    }
    node.values().forEach(this::targets);
  }

  private void enter(String path) {
    String normal = normal(path);
    for (String suffix : SUFFIXES) {
      String candidate = normal.isEmpty() && suffix.startsWith("/") ? suffix.substring(1) : normal + suffix;
      if (usage.files().containsKey(candidate)) {
        add(candidate);
        return;
      }
    }
  }

  private void add(String file) {
    if (found.add(file)) {
      open.addLast(file);
    }
  }

  private static String normal(String path) {
    Path normal = Path.of(path.replace('\0', '_')).normalize();
    return normal.toString().replace('\\', '/');
  }

  private static @Nullable JsonNode read(Path file) {
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(file));
      return json.isObject() ? json : null;
    } catch (IOException | JacksonException e) {
      // the tree reports what is wrong with the file; here it means that nothing is known
      return null;
    }
  }
}
