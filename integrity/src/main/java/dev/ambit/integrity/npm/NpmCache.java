package dev.ambit.integrity.npm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folder in which npm keeps the tarballs that it fetched.
///
/// @param folder as `npm config get cache` prints it
public record NpmCache(Path folder) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)\\}");

  /// Where npm would look: environment, the project's `.npmrc`, the user's, the default.
  ///
  /// @param project the project's folder
  /// @param env environment; npm reads `npm_config_*` in any case
  /// @param home the user's home folder
  /// @throws IOException when an `.npmrc` is there but cannot be read
  public static NpmCache find(Path project, Map<String, String> env, Path home) throws IOException {
    Optional<String> named = setting(env, "cache");
    if (named.isEmpty()) {
      named = read(project.resolve(".npmrc"), env);
    }
    if (named.isEmpty()) {
      Path user = setting(env, "userconfig").map(Path::of).orElse(home.resolve(".npmrc"));
      named = read(project.resolve(user), env);
    }
    if (named.isPresent()) {
      String path = named.get();
      return new NpmCache(path.startsWith("~/") ? home.resolve(path.substring(2)) : project.resolve(path));
    }
    String windows = env.get("LOCALAPPDATA");
    boolean onWindows = System.getProperty("os.name", "").startsWith("Windows") && windows != null;
    return new NpmCache(onWindows ? Path.of(windows, "npm-cache") : home.resolve(".npm"));
  }

  /// Where the tarball with this digest lies, if npm has it. Its name proves nothing yet.
  Optional<Path> tarball(TarballDigest digest) {
    String hex = digest.hex();
    Path content = folder.resolve("_cacache").resolve("content-v2").resolve(digest.algorithm());
    Path file = content.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex.substring(4));
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  private static Optional<String> setting(Map<String, String> env, String name) {
    return env.entrySet().stream()
        .filter(e -> e.getKey().toLowerCase(Locale.ROOT).equals("npm_config_" + name) && !e.getValue().isEmpty())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// `cache` of an `.npmrc`: the last one counts, before the first section.
  private static Optional<String> read(Path file, Map<String, String> env) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
    for (String line : Files.readString(file).lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        break;
      }
      int equals = line.indexOf('=');
      if (equals > 0 && line.substring(0, equals).strip().equals("cache")) {
        found.add(withVariables(unquoted(line.substring(equals + 1).strip()), env));
      }
    }
    return found.isEmpty() || found.getLast().isEmpty() ? Optional.empty() : Optional.of(found.getLast());
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && "\"'".indexOf(value.charAt(0)) >= 0 && value.endsWith(value.substring(0, 1));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static String withVariables(String value, Map<String, String> env) {
    return VARIABLE
        .matcher(value)
        .replaceAll(match -> Matcher.quoteReplacement(env.getOrDefault(match.group(1), match.group())));
  }
}
