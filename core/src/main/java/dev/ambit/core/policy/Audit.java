package dev.ambit.core.policy;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.tree.PackageId;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.usage.Evidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a person has to decide about the judged packages. Silent where nothing grew.
public final class Audit {
  private Audit() {}

  /// Findings of all packages, in order of location.
  public static List<Finding> findings(Assessment assessment) {
    List<Finding> findings = new ArrayList<>();
    for (Standing standing : assessment.standings().values()) {
      review(standing, findings);
      unparsed(standing, findings);
      replaced(standing, findings);
    }
    return findings;
  }

  private static void review(Standing standing, List<Finding> findings) {
    PackageNode node = standing.node();
    switch (standing.review()) {
      case OWN, REVIEWED -> {}
      case CHANGED -> changed(standing, findings);
      case GROWN ->
          findings.add(
              finding("growth", Severity.REVIEW, standing, grown(standing), "ambit approve " + node.id()));
      case UNREVIEWED ->
          findings.add(
              finding(
                  "unreviewed",
                  Severity.REVIEW,
                  standing,
                  "`" + node.id() + "` was never reviewed" + wants(standing.growth()),
                  "ambit approve " + node.id()));
      // the tree already says that it is not locked; here what that costs
      case UNLOCKED ->
          findings.add(
              finding(
                  "unlocked-authority",
                  Severity.REVIEW,
                  standing,
                  "`" + node.location() + "` is in no lock file" + wants(standing.growth()),
                  "npm install, so that it is locked, or remove it"));
    }
  }

  private static void changed(Standing standing, List<Finding> findings) {
    PackageId id = standing.node().id();
    if (id.equals(standing.baselineId())) {
      findings.add(
          finding(
              "changed-content",
              Severity.NOTE,
              standing,
              "`" + id + "` is not the content that was reviewed, and wants nothing new",
              "npm ci, or ambit approve " + id));
    }
  }

  private static String grown(Standing standing) {
    PackageId id = standing.node().id();
    PackageId baseline = standing.baselineId();
    String than = id.equals(baseline) ? "the reviewed content" : "the reviewed `" + baseline + "`";
    return "`" + id + "` wants more than " + than + ": " + list(standing.growth());
  }

  private static String wants(Collection<Capability> capabilities) {
    List<Capability> told = capabilities.stream().filter(c -> !(c instanceof Capability.Dependency)).toList();
    return told.isEmpty() ? " and wants nothing" : " and wants " + list(told);
  }

  private static String list(Collection<? extends Capability> capabilities) {
    return String.join(", ", capabilities.stream().map(c -> "`" + c.text() + "`").toList());
  }

  private static void unparsed(Standing standing, List<Finding> findings) {
    // hundreds of files of one package may be wrong for the same reason: TypeScript that Node does not load
    SortedMap<String, List<Evidence>> byReason = new TreeMap<>();
    for (Evidence place : standing.inference().unparsed()) {
      var error = standing.usage().files().get(place.file());
      String reason = error == null || error.usage().error() == null ? "" : ": " + error.usage().error().message();
      byReason.computeIfAbsent(reason, _ -> new ArrayList<>()).add(place);
    }
    PackageNode node = standing.node();
    byReason.forEach((reason, places) -> {
      Evidence first = places.getFirst();
      int more = places.size() - 1;
      String files = "`" + file(node, first) + "`" + (more == 0 ? "" : " and " + more + (more == 1 ? " more file" : " more files"));
      String does = more == 0 ? " does" : " do";
      // of the user's own code Node says itself what is wrong
      String what = node.isOwn() ? (more == 0 ? " is" : " are") + " not analysed" : does + " not parse and " + (more == 0 ? "is" : "are") + " refused when enforcing";
      findings.add(
          new Finding(
              "does-not-parse",
              standing.review() == Review.GROWN || standing.review() == Review.CHANGED ? Severity.REVIEW : Severity.NOTE,
              node.id().toString(),
              files + what + reason,
              List.of(),
              location(node, first),
              standing.via(),
              null));
    });
  }

  private static void replaced(Standing standing, List<Finding> findings) {
    SortedMap<Capability.Patch, List<Evidence>> replaced = standing.replacedForItself();
    if (replaced.isEmpty()) {
      return;
    }
    List<String> patches = replaced.keySet().stream().map(Capability::text).toList();
    Evidence first = replaced.firstEntry().getValue().getFirst();
    PackageId id = standing.node().id();
    findings.add(
        new Finding(
            "replaces-for-itself",
            Severity.NOTE,
            id.toString(),
            "`" + id + "` replaces " + list(replaced.keySet().stream().map(Capability.Patch::target).toList())
                + ": only it sees that. If it is there to do so for the whole program",
            patches,
            location(standing.node(), first),
            standing.via(),
            "ambit approve " + id + " " + String.join(" ", patches)));
  }

  private static Finding finding(
      String id, Severity severity, Standing standing, String message, @Nullable String help) {
    return new Finding(
        id,
        severity,
        standing.node().id().toString(),
        message,
        standing.growth().stream().map(Capability::text).toList(),
        worst(standing),
        standing.via(),
        help);
  }

  /// The place of the growth that weighs most: the first dangerous capability, else the first one.
  private static @Nullable Location worst(Standing standing) {
    Evidence first = null;
    for (Capability grown : standing.growth()) {
      List<Evidence> places = standing.inference().evidence().getOrDefault(grown, List.of());
      if (!places.isEmpty() && (first == null || Builtins.get().isDangerous(grown))) {
        first = places.getFirst();
        if (Builtins.get().isDangerous(grown)) {
          break;
        }
      }
    }
    return first == null ? null : location(standing.node(), first);
  }

  private static Location location(PackageNode node, Evidence place) {
    return new Location(file(node, place), place.position().line(), place.position().column(), null);
  }

  private static String file(PackageNode node, Evidence place) {
    return node.location().isEmpty() ? place.file() : node.location() + "/" + place.file();
  }
}
