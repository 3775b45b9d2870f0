package dev.ambit.core.tree;

import dev.ambit.core.finding.Location;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder that the lock file says npm filled, or a link that it says npm made. Nobody has looked whether it is there.
///
/// @param location relative to the project, with slashes
/// @param id resolved name and version
/// @param integrity subresource integrity of the tarball; null for what comes from git or another folder, and for
///     what another package's tarball brought along
/// @param link location that it leads to, null when it is no link
/// @param mayBeAbsent whether npm leaves it out on some platform or with some option
/// @param installScripts whether its own scripts ran when it was installed
/// @param where the entry in the lock file
public record LockedFolder(
    String location,
    PackageId id,
    @Nullable String integrity,
    @Nullable String link,
    boolean mayBeAbsent,
    boolean installScripts,
    Location where) {

  /// What the project's lock file lists in any `node_modules`, sorted by location.
  ///
  /// @throws TreeException when there is no lock file of npm, or it is malformed
  public static List<LockedFolder> read(Path root) throws TreeException {
    return LockFile.read(root).entries().values().stream()
        .filter(entry -> Locations.installedName(entry.location()) != null)
        .map(
            entry ->
                new LockedFolder(
                    entry.location(), entry.id(), entry.integrity(), entry.link(),
                    entry.dev() || entry.optional() || entry.devOptional() || entry.peer() || entry.extraneous(),
                    entry.installScripts(), entry.where()))
        .toList();
  }
}
