package dev.ambit.core.tree;

import dev.ambit.core.finding.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An npm lock file of version 2 or 3.
///
/// @param file its name in the project
/// @param name the project's name that npm wrote down, or null
/// @param entries `packages`, by location
record LockFile(String file, @Nullable String name, SortedMap<String, LockEntry> entries) {
  private static final long MOST_BYTES = 256L << 20;
  /// Stands for the application where nobody names it.
  static final String UNNAMED = "app";

  private static final String LOCK = "npm install --package-lock-only";

  /// Reads `npm-shrinkwrap.json`, which wins as it does with npm, or `package-lock.json`.
  static LockFile read(Path root) throws TreeException {
    for (String file : List.of("npm-shrinkwrap.json", "package-lock.json")) {
      if (Files.exists(root.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
        return parse(file, text(root, file));
      }
    }
    for (String other : List.of("pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb")) {
      if (Files.exists(root.resolve(other))) {
        throw new TreeException("`" + other + "` is not supported yet, only `package-lock.json` is", LOCK);
      }
    }
    throw new TreeException("there is no `package-lock.json` in " + PackageNames.quote(root.toString()), LOCK);
  }

  /// A file of the project itself, which must be there.
  static String text(Path root, String file) throws TreeException {
    try {
      return TextFile.read(root.resolve(file), MOST_BYTES);
    } catch (IOException e) {
      String message = PackageNames.quote(file) + " cannot be read: " + TextFile.reason(e);
      throw new TreeException(message, "ls -l " + file, Location.of(file));
    }
  }

  static LockFile parse(String file, String text) throws TreeException {
    var fields = new Object() {
      int version = 1;
      boolean packages;
      @Nullable String name;
      @Nullable String rootName;
    };
    SortedMap<String, LockEntry> entries = new TreeMap<>();
    try {
      JsonCursor.strict(
          text,
          json ->
              json.object(
                  key -> {
                    switch (key) {
                      case "lockfileVersion" -> fields.version = json.integer();
                      case "name" -> fields.name = json.stringOrNull();
                      case "packages" -> {
                        fields.packages = true;
                        json.object(
                            location -> {
                              LockEntry entry = entry(json, file, location);
                              entries.put(location, entry);
                              if (location.isEmpty() && !entry.name().equals(UNNAMED)) {
                                fields.rootName = entry.name();
                              }
                            });
                      }
                      default -> json.skip();
                    }
                  }));
    } catch (MalformedJsonException e) {
      Location at = new Location(file, e.line(), e.column(), e.pointer());
      String where = e.line() > 0 ? file + ":" + e.line() + ":" + e.column() : file;
      throw new TreeException("`" + where + "` is malformed: " + e.getMessage(), "git diff " + file, at);
    }
    if (fields.version < 2) {
      throw new TreeException("`" + file + "` has lock version 1, which does not say where packages lie", LOCK);
    }
    if (fields.version > 3) {
      throw new TreeException("`" + file + "` has lock version " + fields.version + ", only 2 and 3 are known", LOCK);
    }
    if (!fields.packages) {
      throw new TreeException("`" + file + "` is malformed: it has no `packages`", LOCK, Location.of(file));
    }
    return new LockFile(file, fields.rootName != null ? fields.rootName : fields.name, entries);
  }

  private static LockEntry entry(JsonCursor json, String file, String location) throws MalformedJsonException {
    if (!Locations.isLocation(location)) {
      throw json.malformed("is no location relative to the project");
    }
    Location where = new Location(file, json.line(), json.column(), json.pointer());
    var fields = new Object() {
      @Nullable String name;
      @Nullable String version;
      @Nullable String resolved;
      @Nullable String integrity;
      boolean link;
      boolean dev;
      boolean optional;
      boolean devOptional;
      boolean peer;
      boolean extraneous;
      boolean installScripts;
      List<String> os = List.of();
      List<String> cpu = List.of();
      List<String> libc = List.of();
    };
    json.object(
        key -> {
          switch (key) {
            case "name" -> fields.name = json.string();
            case "version" -> fields.version = json.string();
            case "resolved" -> fields.resolved = json.stringOrNull();
            case "integrity" -> fields.integrity = json.string();
            case "link" -> fields.link = json.bool();
            case "dev" -> fields.dev = json.bool();
            case "optional" -> fields.optional = json.bool();
            case "devOptional" -> fields.devOptional = json.bool();
            case "peer" -> fields.peer = json.bool();
            case "extraneous" -> fields.extraneous = json.bool();
            case "hasInstallScript" -> fields.installScripts = json.bool();
            case "os" -> fields.os = json.strings();
            case "cpu" -> fields.cpu = json.strings();
            case "libc" -> fields.libc = json.strings();
            default -> json.skip();
          }
        });
    String installed = Locations.installedName(location);
    String name = fields.name;
    if (installed != null && !PackageNames.isName(name == null ? installed : name)) {
      throw json.malformed("has no name that a package may have");
    }
    if (fields.version != null && installed != null && !PackageNames.isVersion(fields.version)) {
      throw json.malformed("has no version that a package may have");
    }
    String link = fields.link ? linkTarget(fields.resolved) : null;
    if (fields.link && (link == null || installed == null)) {
      throw json.malformed("is a link without a folder in `resolved`");
    }
    String fallback =
        installed != null ? installed : location.isEmpty() ? UNNAMED : Locations.folderName(location);
    return new LockEntry(
        location,
        PackageNames.name(name, fallback),
        fields.version == null ? null : PackageNames.version(fields.version),
        link,
        fields.dev,
        fields.optional,
        fields.devOptional,
        fields.peer,
        fields.extraneous,
        fields.installScripts,
        fields.os,
        fields.cpu,
        fields.libc,
        fields.integrity,
        where);
  }

  private static @Nullable String linkTarget(@Nullable String resolved) {
    if (resolved == null) {
      return null;
    }
    String target = resolved.startsWith("file:") ? resolved.substring("file:".length()) : resolved;
    return Locations.isLocation(target) ? target : null;
  }
}
