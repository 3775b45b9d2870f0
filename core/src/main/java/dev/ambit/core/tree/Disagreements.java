package dev.ambit.core.tree;

import static dev.ambit.core.tree.PackageNames.quote;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects where lock file and folders disagree. One method per finding, in the order of the reference.
final class Disagreements {
  private static final String REINSTALL = "npm ci";

  private record Entry(Finding finding, @Nullable String node) {}

  private final String lockFile;
  private final List<Entry> entries = new ArrayList<>();

  Disagreements(String lockFile) {
    this.lockFile = lockFile;
  }

  private void add(String id, PackageId subject, String message, Location location, @Nullable String node) {
    entries.add(
        new Entry(
            new Finding(id, Severity.ERROR, subject.toString(), message, List.of(), location, null, REINSTALL), node));
  }

  /// `not-locked`: installed, but the lock file does not list it.
  void notLocked(PackageId id, String location) {
    String message = quote(location) + " is installed but `" + lockFile + "` does not list it";
    add("not-locked", id, message, Location.of(location), location);
  }

  /// `not-locked`: a folder where the lock file has a link.
  void folderForLink(PackageId id, String location, String target) {
    String message = quote(location) + " is a folder where `" + lockFile + "` has a link to " + place(target);
    add("not-locked", id, message, Location.of(location), location);
  }

  /// `not-locked`: a link within the project that the lock file does not list.
  void linkNotLocked(PackageId id, String link, String target) {
    String message = quote(link) + " is a link to " + place(target) + " that `" + lockFile + "` does not list";
    add("not-locked", id, message, Location.of(link), target);
  }

  /// `outside-link`: a link out of the project that the lock file does not list.
  void outsideLink(PackageId id, String link, String target) {
    String message =
        quote(link) + " is a link out of the project, to " + place(target) + ", that `" + lockFile + "` does not list";
    add("outside-link", id, message, Location.of(link), target);
  }

  /// `not-installed`: the lock file lists it for this platform.
  void notInstalled(LockEntry entry) {
    String message = quote(entry.location()) + " is in `" + lockFile + "` but not installed";
    add("not-installed", entry.id(), message, entry.where(), null);
  }

  /// `other-version`: its package.json says another version.
  void otherVersion(PackageId id, String location, String version) {
    String message =
        quote(location) + " is version " + quote(version) + ", `" + lockFile + "` says `" + id.version() + "`";
    add("other-version", id, message, Location.of(location + "/package.json"), location);
  }

  /// `other-name`: its package.json says another name.
  void otherName(PackageId id, String location, String name) {
    String message = quote(location) + " is named " + quote(name) + ", `" + lockFile + "` says `" + id.name() + "`";
    add("other-name", id, message, Location.of(location + "/package.json"), location);
  }

  /// `unreadable-package-json`: its package.json is missing, malformed or not to be read.
  void unreadablePackageJson(PackageId id, String location, String problem, int line, int column) {
    String file = location + "/package.json";
    String message = quote(file) + " cannot be read: " + problem;
    add("unreadable-package-json", id, message, new Location(file, line, column, null), location);
  }

  /// `not-a-package`: files in node_modules that belong to no package.
  void notAPackage(PackageId id, String location, boolean folder) {
    String message = quote(location) + (folder ? " has files but no package.json" : " is no folder");
    add("not-a-package", id, message, Location.of(location), location);
  }

  /// `not-a-package`: a link that leads nowhere today.
  void danglingLink(PackageId id, String location) {
    add("not-a-package", id, quote(location) + " is a link that leads nowhere", Location.of(location), null);
  }

  /// `two-integrities`: one name and version with two contents, so that a review of one would count for the other.
  void twoIntegrities(LockEntry entry, LockEntry first) {
    String message =
        quote(entry.location()) + " and " + quote(first.location()) + " are both `" + entry.id()
            + "`, with different integrity";
    add("two-integrities", entry.id(), message, entry.where(), null);
  }

  /// All of them, by place.
  List<Finding> findings(Map<String, String> via) {
    return entries.stream()
        .map(entry -> withVia(entry.finding(), entry.node() == null ? null : via.get(entry.node())))
        .sorted(
            Comparator.comparing((Finding f) -> f.location() == null ? "" : f.location().file())
                .thenComparingInt(f -> f.location() == null ? 0 : f.location().line())
                .thenComparing(Finding::id)
                .thenComparing(Finding::message))
        .toList();
  }

  private static Finding withVia(Finding f, @Nullable String via) {
    String path = DependencyPaths.UNREACHED.equals(via) ? null : via;
    return new Finding(f.id(), f.severity(), f.subject(), f.message(), f.capabilities(), f.location(), path, f.help());
  }

  private static String place(String location) {
    return location.isEmpty() ? "the project itself" : quote(location);
  }
}
