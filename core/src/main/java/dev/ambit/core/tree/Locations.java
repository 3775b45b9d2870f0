package dev.ambit.core.tree;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Places of packages, written as the lock file writes them: relative to the project, with slashes, `""` for
/// the project itself, `..` only at the front.
final class Locations {
  static final String NODE_MODULES = "node_modules";
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  private Locations() {}

  /// Whether the text is a location and nothing else that a file system might understand.
  static boolean isLocation(String text) {
    if (text.isEmpty()) {
      return true;
    }
    if (text.indexOf('\\') >= 0 || DRIVE.matcher(text).matches() || text.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    boolean leading = true;
    for (String segment : text.split("/", -1)) {
      boolean up = segment.equals("..");
      if (segment.isEmpty() || segment.equals(".") || (up && !leading)) {
        return false;
      }
      leading = up;
    }
    return true;
  }

  /// Whether node_modules is among its segments: such a folder is never the user's own.
  static boolean isBelowNodeModules(String location) {
    return ("/" + location + "/").contains("/" + NODE_MODULES + "/");
  }

  /// Whether it lies outside of the project.
  static boolean isOutside(String location) {
    return location.equals("..") || location.startsWith("../");
  }

  /// The name under which Node finds the package at this place, `@scope/name` for
  /// `node_modules/a/node_modules/@scope/name`; null for folders that no bare name leads to.
  static @Nullable String installedName(String location) {
    int at = ("/" + location).lastIndexOf("/" + NODE_MODULES + "/");
    if (at < 0) {
      return null;
    }
    String tail = location.substring(at + NODE_MODULES.length() + 1);
    int slash = tail.indexOf('/');
    boolean scoped = tail.startsWith("@");
    return scoped == (slash > 0) && tail.indexOf('/', slash + 1) == (scoped ? -1 : slash) ? tail : null;
  }

  /// The name that npm gives a folder outside of node_modules: its last segment, with the one before it
  /// where that is a scope.
  static String folderName(String location) {
    int slash = location.lastIndexOf('/');
    String parent = slash < 0 ? "" : location.substring(0, slash);
    String scope = parent.substring(parent.lastIndexOf('/') + 1);
    return (scope.startsWith("@") ? scope + "/" : "") + location.substring(slash + 1);
  }

  static String child(String location, String name) {
    return location.isEmpty() ? name : location + "/" + name;
  }

  /// The folder around it, null for the project and for a mere `..`.
  static @Nullable String parent(String location) {
    if (location.isEmpty() || location.equals("..") || location.endsWith("/..")) {
      return null;
    }
    int slash = location.lastIndexOf('/');
    return slash < 0 ? "" : location.substring(0, slash);
  }

  /// The package part of a specifier, `@scope/name` of `@scope/name/sub.js`; null when it is a path.
  static @Nullable String packageName(String specifier) {
    if (specifier.isEmpty() || specifier.startsWith(".") || specifier.startsWith("/")) {
      return null;
    }
    int end = specifier.indexOf('/');
    if (specifier.startsWith("@")) {
      if (end < 0) {
        return null;
      }
      end = specifier.indexOf('/', end + 1);
    }
    return end < 0 ? specifier : specifier.substring(0, end);
  }

  /// Node's walk: the name in the node_modules of the folder itself, then of each folder above it; a
  /// node_modules folder has no node_modules of its own.
  static @Nullable String find(String from, String name, Set<String> locations, Map<String, String> links) {
    for (String folder = from; folder != null; folder = parent(folder)) {
      if (folder.equals(NODE_MODULES) || folder.endsWith("/" + NODE_MODULES)) {
        continue;
      }
      String candidate = child(folder, NODE_MODULES + "/" + name);
      if (locations.contains(candidate)) {
        return candidate;
      }
      String target = links.get(candidate);
      if (target != null) {
        return target;
      }
    }
    return null;
  }

  /// The node whose files the place belongs to: the deepest folder at or above it with no node_modules in between.
  static @Nullable String owner(String location, Set<String> locations) {
    for (String folder = location; folder != null; folder = parent(folder)) {
      if (locations.contains(folder)) {
        return folder;
      }
      if (folder.equals(NODE_MODULES) || folder.endsWith("/" + NODE_MODULES)) {
        return null;
      }
    }
    return null;
  }

  /// Both are absolute and real.
  static String of(Path root, Path path) {
    try {
      return root.relativize(path).toString().replace(root.getFileSystem().getSeparator(), "/");
    } catch (IllegalArgumentException e) {
      // another drive: there is no relative path, and the absolute one is outside too
      return "../" + path.toString().replace(root.getFileSystem().getSeparator(), "/").replace(":", "");
    }
  }
}
