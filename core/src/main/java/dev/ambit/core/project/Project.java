package dev.ambit.core.project;

import dev.ambit.core.declaration.Declaration;
import dev.ambit.core.declaration.DeclarationFile;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.lock.LockFile;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.settings.Grant;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.Settings;
import dev.ambit.core.settings.SettingsFile;
import dev.ambit.core.settings.Undeclared;
import dev.ambit.core.tree.DependencyPaths;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.tree.PackageTreeReader;
import dev.ambit.core.tree.TreeException;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.UsageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An application as it lies on disk.
///
/// @param tree its packages
/// @param via the dependency path of each, by location
/// @param usage of each, by location
/// @param authored the authors' declarations, by location
/// @param written `ambit.json`, if there is one
/// @param baseline `ambit.lock.json`, if there is one
/// @param findings what was wrong with files inside the tree
public record Project(
    PackageTree tree,
    Map<String, String> via,
    SortedMap<String, PackageUsage> usage,
    Map<String, Declaration> authored,
    Optional<Settings> written,
    Optional<ReviewedLock> baseline,
    List<Finding> findings) {

  /// Name of the hand-written settings file.
  public static final String SETTINGS = SettingsFile.NAME;

  /// Name of the generated baseline.
  public static final String LOCK = LockFile.NAME;

  /// Reads a project.
  ///
  /// @param folder of the application
  /// @param source gives the usage of its packages
  /// @throws TreeException when there is no tree to read
  /// @throws FormatException when `ambit.json` or `ambit.lock.json` is malformed
  /// @throws IOException when a file cannot be read
  public static Project read(Path folder, UsageSource source) throws IOException, TreeException {
    Optional<Settings> settings = optional(folder.resolve(SETTINGS), SettingsFile::read);
    Optional<ReviewedLock> baseline = optional(folder.resolve(LOCK), LockFile::read);
    PackageTree tree = PackageTreeReader.read(folder);
    List<Finding> findings = new ArrayList<>(tree.findings());
    Map<String, Declaration> authored = authored(tree, findings);
    return new Project(
        tree,
        DependencyPaths.via(tree),
        source.usage(tree),
        authored,
        settings,
        baseline,
        List.copyOf(findings));
  }

  /// The settings, or what holds without them.
  public Settings settings() {
    return written.orElse(Settings.DEFAULT);
  }

  /// Whether the guard denies or only reports, when nothing on the command line says otherwise.
  public Mode mode() {
    return settings().mode();
  }

  /// What a package gets that nobody declared or reviewed: as `ambit.json` says, else everything when
  /// observing and nothing when enforcing.
  public Undeclared undeclared(Mode mode) {
    Undeclared said = settings().undeclared();
    // a default belongs to its mode: enforcing what is usually observed must not keep the lax one
    return said == Undeclared.defaultOf(mode()) ? Undeclared.defaultOf(mode) : said;
  }

  /// Judges every package against the baseline, or against nothing where there is none.
  public Assessment assess(Mode mode) {
    return assess(baseline.orElse(ReviewedLock.EMPTY), undeclared(mode));
  }

  /// Judges every package against a given baseline.
  public Assessment assess(ReviewedLock reviewed, Undeclared undeclared) {
    return Assessment.of(
        new Assessment.Input(
            tree,
            usage,
            via,
            authored,
            reviewed,
            id -> settings().granted(id, today()),
            settings().application().deny(),
            undeclared));
  }

  /// What `ambit.json` says that no longer counts, or is about no installed package.
  public List<Finding> settingsFindings() {
    List<Finding> found = new ArrayList<>();
    for (Grant grant : settings().grants()) {
      boolean expired = grant.isExpired(today());
      boolean used =
          tree.nodes().values().stream().anyMatch(n -> grant.pattern().allows(n.id()) || grant.pattern().denies(n.id()));
      if (expired || !used) {
        found.add(
            new Finding(
                expired ? "expired-grant" : "unused-grant",
                expired ? Severity.REVIEW : Severity.NOTE,
                grant.pattern().toString(),
                "the entry `" + grant.pattern() + "` of `ambit.json` "
                    + (expired ? "has expired on " + grant.until() + " and allows nothing any more" : "matches no installed package"),
                List.of(),
                Location.of(SETTINGS),
                null,
                null));
      }
    }
    return found;
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneId.systemDefault());
  }

  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> Optional<T> optional(Path file, Reader<T> reader) throws IOException {
    return Files.exists(file) ? Optional.of(reader.read(file)) : Optional.empty();
  }

  private static Map<String, Declaration> authored(PackageTree tree, List<Finding> findings) throws IOException {
    Map<String, Declaration> authored = new TreeMap<>();
    for (PackageNode node : tree.nodes().values()) {
      Path file = tree.root().resolve(node.location()).resolve(DeclarationFile.NAME);
      if (node.isOwn() || !Files.isRegularFile(file)) {
        continue;
      }
      try {
        authored.put(node.location(), DeclarationFile.read(file));
      } catch (FormatException e) {
        // a declaration that cannot be read declares nothing, so that its mistakes never widen anything
        authored.put(node.location(), Declaration.NOTHING);
        findings.add(
            new Finding(
                "malformed-declaration",
                Severity.ERROR,
                node.id().toString(),
                String.valueOf(e.getMessage()),
                List.of(),
                Location.of(node.location() + "/" + DeclarationFile.NAME),
                null,
                null));
      }
    }
    return authored;
  }
}
