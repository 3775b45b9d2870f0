package dev.ambit.cli.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who alone may be able to change a file: nobody but the administrator may write it, replace it or replace a folder
/// above it.
///
/// @param owner the numeric id of the administrator, 0 for root
/// @param from the folder below which it is looked at, `/` for all of the path
record Protection(int owner, Path from) {
  /// That of the system's administrator.
  static final Protection OF_ROOT = new Protection(0, Path.of("/"));

  private static final Set<String> WINDOWS_ADMINISTRATORS =
      Set.of("BUILTIN\\Administrators", "NT AUTHORITY\\SYSTEM", "NT SERVICE\\TrustedInstaller");
  private static final Set<AclEntryPermission> CHANGING = EnumSet.of(
      AclEntryPermission.WRITE_DATA, AclEntryPermission.APPEND_DATA, AclEntryPermission.DELETE,
      AclEntryPermission.DELETE_CHILD, AclEntryPermission.WRITE_ACL, AclEntryPermission.WRITE_OWNER);

  /// Returns when the path is protected, by every link on its way too.
  ///
  /// @throws AdminPolicyException when somebody else could change what lies there, or nobody can tell
  void require(Path path) throws AdminPolicyException {
    try {
      List<Path> chain = new ArrayList<>(chain(path));
      Path real = path.toRealPath();
      if (!real.equals(path)) {
        chain.addAll(chain(real));
      }
      for (Path part : chain) {
        requireOne(part);
      }
    } catch (IOException e) {
      throw new AdminPolicyException("`" + path + "` cannot be examined: " + reason(e));
    }
  }

  private List<Path> chain(Path path) {
    List<Path> chain = new ArrayList<>();
    for (@Nullable Path part = path; part != null; part = part.getParent()) {
      chain.addFirst(part);
      if (part.equals(from)) {
        break;
      }
    }
    return chain;
  }

  private void requireOne(Path part) throws IOException, AdminPolicyException {
    AclFileAttributeView acl =
        Files.getFileAttributeView(part, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (acl != null) {
      requireAdministrators(part, acl);
      return;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(part, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int uid = (Integer) Files.getAttribute(part, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (uid != owner) {
      throw new AdminPolicyException("`" + part + "` belongs to `" + attributes.owner().getName()
          + "`, not to the administrator; sudo chown root " + part);
    }
    // the mode of a link says nothing
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (!attributes.isSymbolicLink() && (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE))) {
      // a folder where everybody may write, such as /tmp, is meant so
      boolean sticky = ((Integer) Files.getAttribute(part, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 01000) != 0;
      throw new AdminPolicyException("`" + part + "` can be written by others; "
          + (sticky ? "move what is in it to where only the administrator can write" : "sudo chmod go-w " + part));
    }
  }

  /// On Windows everybody may make folders in `%ProgramData%`, so only what is below it is looked at.
  private void requireAdministrators(Path part, AclFileAttributeView acl) throws IOException, AdminPolicyException {
    if (part.getNameCount() < 2) {
      return;
    }
    if (!WINDOWS_ADMINISTRATORS.contains(acl.getOwner().getName())) {
      throw new AdminPolicyException(
          "`" + part + "` belongs to `" + acl.getOwner().getName() + "`, not to the administrators");
    }
    for (AclEntry entry : acl.getAcl()) {
      boolean changes = entry.type() == AclEntryType.ALLOW && entry.permissions().stream().anyMatch(CHANGING::contains);
      if (changes && !WINDOWS_ADMINISTRATORS.contains(entry.principal().getName())) {
        throw new AdminPolicyException("`" + part + "` can be written by `" + entry.principal().getName() + "`");
      }
    }
  }

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "it does not exist";
      case java.nio.file.AccessDeniedException denied -> "permission denied";
      case java.nio.file.FileSystemException system when system.getReason() != null ->
          String.valueOf(system.getReason()).toLowerCase(java.util.Locale.ROOT);
      default -> String.valueOf(e.getMessage());
    };
  }
}
