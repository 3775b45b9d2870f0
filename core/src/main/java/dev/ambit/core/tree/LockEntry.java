package dev.ambit.core.tree;

import dev.ambit.core.finding.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of `packages` in an npm lock file.
///
/// @param location its key
/// @param name resolved name, also where the entry leaves it to the folder
/// @param version resolved version, null when there is none
/// @param link location that a symlink leads to, null when it is no link
/// @param dev wanted by dependencies for development only
/// @param optional wanted by optional dependencies only
/// @param devOptional wanted by dependencies for development and by optional ones, and by no others
/// @param peer wanted by peer dependencies only
/// @param extraneous wanted by nobody
/// @param installScripts `hasInstallScript`
/// @param os systems it is limited to, `!` in front of those excluded
/// @param cpu processors, likewise
/// @param libc C libraries, likewise
/// @param integrity of the tarball, null when there is none
/// @param where the entry in its file
record LockEntry(
    String location,
    String name,
    @Nullable String version,
    @Nullable String link,
    boolean dev,
    boolean optional,
    boolean devOptional,
    boolean peer,
    boolean extraneous,
    boolean installScripts,
    List<String> os,
    List<String> cpu,
    List<String> libc,
    @Nullable String integrity,
    Location where) {
  private static final List<String> COMMON = List.of("darwin", "linux", "win32");

  PackageId id() {
    return new PackageId(name, version == null ? PackageNames.NO_VERSION : version);
  }

  /// Whether it is made for some platforms only. A list of systems that leaves none of the common ones out only says
  /// where it was tried (systeminformation).
  boolean platformBound() {
    return !COMMON.stream().allMatch(this::runsOn) || !cpu.isEmpty() || !libc.isEmpty();
  }

  private boolean runsOn(String system) {
    boolean lists = os.stream().anyMatch(word -> !word.startsWith("!"));
    return !os.contains("!" + system) && (!lists || os.contains(system) || os.contains("any"));
  }

  /// Whether this is a folder that links lead to (a workspace, a `file:` dependency) and no installed package.
  boolean isFolder() {
    return !location.isEmpty() && Locations.installedName(location) == null;
  }
}
