package dev.ambit.cli;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Realm;
import dev.ambit.core.json.Json;
import dev.ambit.core.policy.Assessment;
import dev.ambit.core.policy.Standing;
import dev.ambit.core.project.Project;
import dev.ambit.core.tree.PackageId;
import dev.ambit.core.usage.Evidence;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows what a package uses, where, and by which path it came.
@Command(name = "why", mixinStandardHelpOptions = true, description = "show what a package uses, where, and by which path it came")
final class WhyCommand extends ProjectCommand {
  private static final int SHOWN = 3;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "PKG", description = "name, name@version, or folder")
  private String wanted = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "CAP", description = "only this capability, fs or fs.readFile")
  private @Nullable String capability;

  @Option(names = "--json", description = "the same as --format json")
  private boolean json;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    if (json) {
      options.format = GlobalOptions.Format.json;
    }
    Project project = read(console);
    Assessment assessment = project.assess(project.mode());
    List<Standing> standings = Selection.of(assessment, wanted);
    Capability only = capability == null ? null : Selection.capability(capability);
    ObjectNode result = Json.MAPPER.createObjectNode();
    ArrayNode packages = result.putArray("packages");
    StringBuilder text = new StringBuilder();
    boolean initialised = project.baseline().isPresent();
    for (Standing standing : standings) {
      ObjectNode told = packages.addObject();
      describe(told, standing, evidence(standing, only), initialised);
      Replacing.of(standing, only).into(told, place -> file(standing, place));
    }
    for (List<Standing> copies : options.verbose ? standings.stream().map(List::of).toList() : copies(standings, only)) {
      describe(text, copies, evidence(copies.getFirst(), only), Replacing.of(copies.getFirst(), only), initialised);
    }
    write(console, result, text.toString().stripTrailing());
    return ExitCode.CLEAN;
  }

  private static Map<Capability, List<Evidence>> evidence(Standing standing, @Nullable Capability only) {
    Map<Capability, List<Evidence>> evidence = new TreeMap<>(standing.inference().evidence());
    standing.declared().capabilities().forEach(c -> evidence.putIfAbsent(c, List.of()));
    if (only != null) {
      evidence.keySet().removeIf(c -> !only.covers(c) && !c.covers(only));
    }
    return evidence;
  }

  /// npm installs one version in many folders; what is told of one of them holds of the others.
  private static Collection<List<Standing>> copies(List<Standing> standings, @Nullable Capability only) {
    return standings.stream()
        .collect(Collectors.groupingBy(s -> new Told(s, evidence(s, only)), LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /// What is shown of a package, but for where it lies.
  private record Told(PackageId id, Realm realm, Map<Capability, List<Evidence>> evidence, List<String> states) {
    Told(Standing standing, Map<Capability, List<Evidence>> evidence) {
      this(
          standing.node().id(), standing.effective().realm(), evidence,
          evidence.keySet().stream().map(c -> state(standing, c)).toList());
    }
  }

  private void describe(
      StringBuilder text, List<Standing> copies, Map<Capability, List<Evidence>> evidence, Replacing replacing, boolean initialised) {
    Standing standing = copies.getFirst();
    text.append(standing.node().id()).append("  ").append(standing.via());
    int more = copies.size() - 1;
    text.append(more == 0 ? "" : more == 1 ? "  and another copy (-v)" : "  and " + more + " more copies (-v)").append('\n');
    if (evidence.isEmpty() && (capability == null || replacing.isNothing())) {
      text.append(capability == null ? "  uses nothing\n" : "  does not use `" + capability + "`\n");
    }
    if (standing.effective().realm() == Realm.OWN) {
      text.append("  runs in a realm of its own, whose primordials it may change\n");
    }
    int width = evidence.keySet().stream().mapToInt(c -> c.text().length()).max().orElse(0);
    evidence.forEach(
        (c, places) -> {
          text.append("  ").append(c.text()).append(" ".repeat(width - c.text().length() + 2));
          text.append(initialised ? String.format(Locale.ROOT, "%-11s", state(standing, c)) : "");
          text.append(places.isEmpty() ? "declared by its author" : places(standing, places)).append('\n');
        });
    text.append(replacing.text(places -> places(standing, places)));
  }

  private String places(Standing standing, List<Evidence> places) {
    long shown = options.verbose ? Long.MAX_VALUE : SHOWN;
    String list = String.join(", ", places.stream().limit(shown).map(p -> file(standing, p)).toList());
    return list + (places.size() > shown ? " and " + (places.size() - shown) + " more (-v)" : "");
  }

  private static String file(Standing standing, Evidence place) {
    String location = standing.node().location();
    return (location.isEmpty() ? "" : location + "/") + place;
  }

  private static String state(Standing standing, Capability capability) {
    if (standing.allows(capability)) {
      return "allowed";
    }
    return standing.growth().contains(capability) ? "unreviewed" : "denied";
  }

  private static void describe(
      ObjectNode node, Standing standing, Map<Capability, List<Evidence>> evidence, boolean initialised) {
    node.put("package", standing.node().id().toString());
    node.put("location", standing.node().location());
    node.put("via", standing.via());
    node.put("review", standing.review().name().toLowerCase(Locale.ROOT));
    node.put("realm", standing.effective().realm().word());
    ArrayNode capabilities = node.putArray("capabilities");
    evidence.forEach(
        (capability, places) -> {
          ObjectNode one = capabilities.addObject();
          one.put("capability", capability.text());
          if (initialised) {
            one.put("state", state(standing, capability));
          }
          ArrayNode effects = one.putArray("effects");
          Builtins.get().effects(capability).forEach(e -> effects.add(e.word()));
          ArrayNode list = one.putArray("evidence");
          places.forEach(p -> list.add(file(standing, p)));
        });
  }
}
