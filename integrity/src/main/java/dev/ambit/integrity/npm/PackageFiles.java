package dev.ambit.integrity.npm;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.tree.LockedFolder;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.catalog.FileHash;
import dev.ambit.integrity.catalog.Member;
import dev.ambit.integrity.catalog.MemberPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What lies in one package's folder, held against its tarball. Folders that belong to other packages are theirs.
final class PackageFiles {
  /// What came of one folder.
  ///
  /// @param compared whether there was a tarball to compare with
  /// @param files that are the same
  record Result(String location, boolean compared, int files, int excluded, List<Finding> findings) {
    Result {
      findings = List.copyOf(findings);
    }
  }

  private static final String REINSTALL = "npm ci";

  private final Path root;
  private final LockCheck.Claims claims;
  private final Excludes excludes;
  private final List<Finding> findings = new ArrayList<>();
  private final TreeSet<String> leftOut = new TreeSet<>();
  private @Nullable LockedFolder owner;
  private String base = "";
  private int same;

  PackageFiles(Path root, LockCheck.Claims claims, Excludes excludes) {
    this.root = root;
    this.claims = claims;
    this.excludes = excludes;
  }

  Path root() {
    return root;
  }

  /// A package that npm left out: what is not there cannot run.
  Result nothing(LockedFolder folder) {
    return new Result(folder.location(), false, 0, 0, List.of());
  }

  /// A package that cannot be compared.
  Result only(LockedFolder folder, String id, Severity severity, String message, @Nullable String help) {
    boolean skip = excludes.covers(folder.location(), true) && folder.link() == null;
    Finding finding = new Finding(id, severity, folder.id().toString(), message, List.of(), Location.of(folder.location()), null, help);
    return new Result(folder.location(), false, 0, skip ? 1 : 0, skip ? List.of() : List.of(finding));
  }

  /// A package against its tarball.
  ///
  /// @throws IOException when something that is installed cannot be read
  Result compare(LockedFolder folder, Tarball tarball) throws IOException {
    owner = folder;
    base = folder.location() + "/";
    SortedMap<String, Member> wanted = new TreeMap<>();
    for (Map.Entry<String, Member> file : tarball.files().entrySet()) {
      // npm replaced what the tarball brought along by a package of its own
      if (!claims.covers(base + file.getKey()) || nearest(base + file.getKey()).equals(folder.location())) {
        wanted.put(base + file.getKey(), file.getValue());
      }
    }
    if (excludes.covers(folder.location(), true)) {
      leftOut.add(folder.location());
    } else {
      walk(folder.location(), wanted);
    }
    for (String missing : wanted.keySet()) {
      if (!isLeftOut(missing)) {
        finding("missing-file", Severity.ERROR, missing, "is in the tarball but not on the disk", REINSTALL);
      }
    }
    return new Result(folder.location(), true, same, leftOut.size(), findings);
  }

  /// What lies in a `node_modules` and is nobody's.
  ///
  /// @throws IOException when a folder cannot be read
  Result unclaimed(String modules) throws IOException {
    base = modules + "/";
    if (Files.isSymbolicLink(root.resolve(modules))) {
      finding("changed-link", Severity.ERROR, modules, "is a symbolic link, which npm never makes of it", REINSTALL);
    } else {
      walk(modules, new TreeMap<>());
    }
    return new Result(modules, false, 0, leftOut.size(), findings);
  }

  private String nearest(String file) {
    for (int at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      if (claims.is(file.substring(0, at))) {
        return file.substring(0, at);
      }
    }
    return "";
  }

  private void walk(String folder, SortedMap<String, Member> wanted) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve(folder))) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    for (Path entry : entries) {
      String path = folder + "/" + entry.getFileName();
      if (!claims.is(path)) {
        entry(entry, path, wanted);
      }
    }
  }

  private void entry(Path entry, String path, SortedMap<String, Member> wanted) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (excludes.covers(path, attributes.isDirectory())) {
      leftOut.add(path);
    } else if (attributes.isDirectory()) {
      if (isUnlistedPackage(path, wanted)) {
        finding("extra-package", Severity.ERROR, path, "is not in the lock file", REINSTALL);
      } else {
        walk(path, wanted);
      }
    } else if (attributes.isRegularFile()) {
      if (!path.equals("node_modules/.package-lock.json")) {
        file(entry, path, wanted.remove(path));
      }
    } else if (!isProgramLink(entry, path)) {
      String what = attributes.isSymbolicLink() ? "is a symbolic link, which no tarball installs" : "is no regular file";
      extra(path, what);
    }
  }

  private void file(Path file, String path, @Nullable Member wanted) throws IOException {
    if (wanted == null) {
      extra(path, path.endsWith(".node") ? "is native code that was built here, not in the tarball" : "is not in the tarball");
    } else if (FileHash.of(wanted.path(), file, EnumSet.of(DigestAlgorithm.SHA256), false).compare(wanted) == Member.Comparison.SAME) {
      same++;
    } else {
      String by = hasScripts() ? "; its install script may have changed it" : "";
      String help = "npm ci puts it back; a change that you reviewed stays with --exclude " + path;
      finding("changed-file", Severity.ERROR, path, "is not what the tarball holds" + by, help);
    }
  }

  private void extra(String path, String what) {
    boolean scripts = hasScripts();
    String by = scripts ? "; its install script may have made it" : "";
    String help = scripts ? "review it, then leave it out with --exclude " + path : REINSTALL;
    finding("extra-file", scripts ? Severity.REVIEW : Severity.ERROR, path, what + by, help);
  }

  private boolean hasScripts() {
    return owner != null && owner.installScripts();
  }

  /// A folder in a node_modules that neither the lock file nor the tarball knows: one finding is enough for it.
  private boolean isUnlistedPackage(String path, SortedMap<String, Member> wanted) {
    String parent = path.substring(0, path.lastIndexOf('/'));
    boolean inModules = ("/" + parent).endsWith("/node_modules");
    boolean scope = path.startsWith("@", parent.length() + 1);
    boolean inScope = ("/" + parent.substring(0, Math.max(0, parent.lastIndexOf('/')))).endsWith("/node_modules")
        && parent.startsWith("@", parent.lastIndexOf('/') + 1);
    boolean known = claims.anyBelow(path) || !wanted.subMap(path + "/", path + "/" + Character.MAX_VALUE).isEmpty();
    return !known && (inScope || (inModules && !scope && !path.endsWith("/.bin")));
  }

  /// A link that npm makes for the programs of packages, to a file that is checked itself.
  private boolean isProgramLink(Path link, String path) throws IOException {
    if (!("/" + path.substring(0, path.lastIndexOf('/'))).endsWith("/node_modules/.bin") || !Files.isRegularFile(link)) {
      return false;
    }
    Path target = link.toRealPath();
    return target.startsWith(root) && claims.covers(root.relativize(target).toString().replace('\\', '/'));
  }

  private boolean isLeftOut(String file) {
    if (excludes.covers(file, false)) {
      leftOut.add(file);
      return true;
    }
    return leftOut.stream().anyMatch(folder -> file.startsWith(folder + "/"));
  }

  private void finding(String id, Severity severity, String path, String message, String help) {
    String name = MemberPath.problem(path).isPresent() ? path.replaceAll("\\p{Cntrl}", "?") : path;
    String subject = owner == null ? name : owner.id().toString();
    findings.add(new Finding(id, severity, subject, "`" + name + "` " + message, List.of(), Location.of(name), null, help));
  }
}
