package dev.ambit.core.project;

import dev.ambit.core.declaration.Declaration;
import dev.ambit.core.declaration.DeclarationFile;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.lock.ReviewedLock;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.Rights;
import dev.ambit.core.settings.Settings;
import dev.ambit.core.settings.Undeclared;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.tree.PackageTreeReader;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.UsageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
/// @param settings `ambit.json`, if there is one
/// @param baseline `ambit.lock.json`, if there is one
/// @param findings what was wrong with files inside the tree
public record Project(
    PackageTree tree,
    Map<String, String> via,
    SortedMap<String, PackageUsage> usage,
    Map<String, Declaration> authored,
    Optional<Settings> settings,
    Optional<ReviewedLock> baseline,
    List<Finding> findings) {

  /// Name of the hand-written settings file.
  public static final String SETTINGS = "ambit.json";

  /// Name of the generated baseline.
  public static final String LOCK = "ambit.lock.json";

  /// Reads a project.
  ///
  /// @param folder of the application
  /// @param source gives the usage of its packages
  /// @throws dev.ambit.core.tree.TreeException when there is no tree to read
  /// @throws FormatException when `ambit.json` or `ambit.lock.json` is malformed
  /// @throws IOException when a file cannot be read
  public static Project read(Path folder, UsageSource source) throws IOException {
    Optional<Settings> settings = optional(folder.resolve(SETTINGS), Settings::read);
    Optional<ReviewedLock> baseline = optional(folder.resolve(LOCK), ReviewedLock::read);
    PackageTree tree = PackageTreeReader.read(folder);
    List<Finding> findings = new ArrayList<>(tree.findings());
    Map<String, Declaration> authored = authored(tree, findings);
    return new Project(
        tree,
        PackageTreeReader.via(tree),
        source.usage(tree),
        authored,
        settings,
        baseline,
        List.copyOf(findings));
  }

  /// Whether the guard denies or only reports, when nothing on the command line says otherwise.
  public Mode mode() {
    return settings.map(Settings::mode).orElse(Mode.OBSERVE);
  }

  /// What a package gets that nobody declared or reviewed: as `ambit.json` says, else everything when
  /// observing and nothing when enforcing.
  public Undeclared undeclared(Mode mode) {
    return settings
        .flatMap(Settings::undeclared)
        .orElse(mode == Mode.ENFORCE ? Undeclared.NONE : Undeclared.ALLOW);
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
            id -> settings.map(s -> s.rights(id)).orElse(Rights.NONE),
            settings.map(Settings::applicationDenied).orElse(Collections.emptySortedSet()),
            undeclared));
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
                e.getMessage(),
                List.of(),
                Location.of(node.location() + "/" + DeclarationFile.NAME),
                null,
                null));
      }
    }
    return authored;
  }
}
