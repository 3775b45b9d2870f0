package dev.ambit.cli;

import dev.ambit.cli.report.FindingReport;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.Json;
import dev.ambit.core.tree.LockedFolder;
import dev.ambit.core.tree.TreeException;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.npm.LockCheck;
import dev.ambit.integrity.npm.NpmCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `catalog verify --lock`: installed packages against the registry's tarballs.
///
/// @param npmCache where the user says that npm's cache is, or null
record InstalledFiles(GlobalOptions options, @Nullable Path npmCache) {
  /// Where the result goes.
  @FunctionalInterface
  interface Output {
    void write(Console console, ObjectNode json, String text) throws IOException;
  }

  /// @param root the project, or null for the folder that the command works in
  /// @throws TreeException when there is no lock file of npm, or it is malformed
  ExitCode verify(Console console, @Nullable Path root, List<String> exclude, Output output) throws IOException, TreeException {
    Path project = CatalogPaths.existing(options.project(), root == null ? Path.of("") : root).toRealPath();
    NpmCache cache =
        npmCache == null
            ? NpmCache.find(project, System.getenv(), Path.of(System.getProperty("user.home")))
            : new NpmCache(options.project().resolve(npmCache));
    List<LockedFolder> locked = LockedFolder.read(project);
    LockCheck check =
        LockCheck.of(
            project, locked, cache, Excludes.parse("--exclude", exclude),
            (path, bytes, done, total) -> console.progress("comparing", done, total));
    boolean nothing = check.isClean() && check.packages() == 0;
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("verified", check.isClean() && !nothing);
    json.put("packages", check.packages());
    json.put("files", check.files());
    json.put("excluded", check.excluded());
    FindingReport.into(json, check.findings());
    output.write(console, json, text(check, nothing));
    return nothing ? ExitCode.NOTHING_CHECKED : check.isClean() ? ExitCode.CLEAN : ExitCode.NOT_VERIFIED;
  }

  private static String text(LockCheck check, boolean nothing) {
    StringJoiner text = new StringJoiner("\n");
    for (Finding finding : check.findings()) {
      text.add(FindingReport.text(finding));
    }
    String excluded = check.excluded() == 0 ? "" : "; " + check.excluded() + " excluded";
    String counted = count(check.files(), "file") + " of " + count(check.packages(), "package");
    long faults = check.findings().stream().filter(f -> f.severity() != Severity.NOTE).count();
    return text.add(
            nothing
                ? "nothing checked: no package of a registry is installed" + excluded
                : check.isClean()
                    ? "verified: " + counted + " are what the registry's tarballs held" + excluded
                    : "not verified: " + count(faults, "finding") + "; " + counted + " are what the registry's tarballs held" + excluded)
        .toString();
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
