package dev.ambit.cli;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.json.Json;
import dev.ambit.core.policy.Standing;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.ContradictionException;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.SettingsText;
import dev.ambit.core.tree.PackageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the user does in `ambit.json` to some packages: allow or deny capabilities.
///
/// @param verb `allowed` or `denied`, the key of the JSON output
/// @param packages those it is done to
/// @param capabilities what is allowed or denied
record SettingsChange(String verb, SortedSet<PackageId> packages, SortedSet<Capability> capabilities) {
  /// One package's entry.
  interface Edit {
    SettingsText of(SettingsText settings, PackageId id, SortedSet<Capability> capabilities, LocalDate today)
        throws ContradictionException;
  }

  /// @param reader of a capability as the user typed it
  /// @throws CommandException when one of them is none
  static SettingsChange of(String verb, List<Standing> standings, List<String> texts, Function<String, Capability> reader) {
    SortedSet<PackageId> packages = new TreeSet<>();
    standings.forEach(s -> packages.add(s.node().id()));
    SortedSet<Capability> capabilities = new TreeSet<>();
    texts.forEach(t -> capabilities.add(reader.apply(t)));
    return new SettingsChange(verb, packages, capabilities);
  }

  /// Writes the settings of the project in this folder.
  void apply(Path folder, Edit edit) throws IOException, ContradictionException {
    Path file = folder.resolve(Project.SETTINGS);
    SettingsText settings = Files.exists(file) ? SettingsText.read(file) : SettingsText.initial(Mode.OBSERVE);
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    for (PackageId id : packages) {
      settings = edit.of(settings, id, capabilities, today);
    }
    settings.write(file);
  }

  /// `{ "packages": […], "allowed": […] }`
  ObjectNode json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ArrayNode ids = json.putArray("packages");
    packages.forEach(id -> ids.add(id.toString()));
    ArrayNode texts = json.putArray(verb);
    capabilities.forEach(c -> texts.add(c.text()));
    return json;
  }

  /// One sentence for a person.
  String text() {
    return verb + " " + texts(capabilities) + " to " + String.join(", ", packages.stream().map(PackageId::toString).toList())
        + " in " + Project.SETTINGS;
  }

  /// Capabilities in a sentence.
  static String texts(Iterable<Capability> capabilities) {
    StringBuilder text = new StringBuilder();
    capabilities.forEach(c -> text.append(text.isEmpty() ? "" : ", ").append('`').append(c.text()).append('`'));
    return text.toString();
  }
}
