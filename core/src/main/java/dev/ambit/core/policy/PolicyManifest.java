package dev.ambit.core.policy;

import dev.ambit.core.capability.Additions;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.declaration.Realm;
import dev.ambit.core.json.Json;
import dev.ambit.core.settings.Mode;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.Mark;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.PackageUsage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/// The one compiled file that the guard enforces; its form is `spec/policy.schema.json`.
///
/// @param root absolute real path of the project
/// @param mode deny, or only report
/// @param scripts whether trusted code runs scripts by `vm`, whose `const` and `let` all code made of text would see
/// @param replaced the names of the language and of Node that the user's own code replaces on its global object
/// @param packages the application first, then by location
public record PolicyManifest(Path root, Mode mode, boolean scripts, SortedSet<String> replaced, List<Entry> packages) {

  /// One package.
  ///
  /// @param id `name@version`
  /// @param location folder relative to the root, with slashes
  /// @param authority how the guard treats it
  /// @param via dependency path from the application
  /// @param capabilities what it may use; only for [Authority#DECLARED]
  /// @param denied what the application takes away again
  /// @param realm which primordials it sees
  /// @param additions the names that it may add to objects of the language, see [dev.ambit.core.capability.Additions]
  /// @param patches the members that it may replace for all who have them
  /// @param dependencies the names it may require, to the index in [PolicyManifest#packages()]
  /// @param dependents where else it may load from, when told a path or a name: the indexes of packages that depend
  ///     on it
  /// @param files by path relative to the package
  public record Entry(
      String id,
      String location,
      Authority authority,
      String via,
      SortedSet<Capability> capabilities,
      SortedSet<Capability> denied,
      Realm realm,
      SortedSet<Capability> additions,
      SortedSet<Capability.Patch> patches,
      SortedMap<String, Integer> dependencies,
      SortedSet<Integer> dependents,
      SortedMap<String, PackageUsage.File> files) {}

  /// The file's bytes, UTF-8 JSON; the same manifest gives the same bytes. One package a line, and in the first line where
  /// each is: the guard parses only those that something is loaded of.
  public byte[] toBytes() {
    SortedSet<String> patched = patchedNames();
    List<byte[]> lines = packages.stream().map(entry -> line(entry, patched)).toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberProperty("version", 1);
      out.writeStringProperty("root", root.toString());
      out.writeStringProperty("mode", mode.word());
      SortedSet<String> additions = new TreeSet<>();
      packages.forEach(entry -> entry.additions.forEach(addition -> additions.add(addition.text())));
      if (!additions.isEmpty()) {
        strings(out, "additions", List.copyOf(additions));
      }
      if (packages.stream().anyMatch(entry -> !entry.patches.isEmpty())) {
        SortedSet<String> patches = new TreeSet<>();
        packages.forEach(entry -> patches.addAll(targets(entry)));
        strings(out, "patches", List.copyOf(patches));
      }
      if (scripts) {
        out.writeBooleanProperty("scripts", true);
      }
      if (!replaced.isEmpty()) {
        strings(out, "replaced", List.copyOf(replaced));
      }
      out.writeObjectPropertyStart("lines");
      strings(out, "ids", packages.stream().map(Entry::id).toList());
      strings(out, "locations", packages.stream().map(Entry::location).toList());
      out.writeArrayPropertyStart("bytes");
      lines.forEach(line -> out.writeNumber(line.length));
      out.writeEndArray();
      out.writeEndObject();
      out.writeArrayPropertyStart("packages");
      for (byte[] line : lines) {
        out.writeRaw('\n');
        out.writeRawValue(new String(line, StandardCharsets.UTF_8));
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private byte[] line(Entry entry, SortedSet<String> patched) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
      write(out, entry, patched);
    }
    return bytes.toByteArray();
  }

  private void write(JsonGenerator out, Entry entry, SortedSet<String> patched) {
    out.writeStartObject();
    out.writeStringProperty("id", entry.id);
    out.writeStringProperty("location", entry.location);
    out.writeStringProperty("authority", entry.authority.word());
    out.writeStringProperty("via", entry.via);
    if (entry.authority == Authority.DECLARED) {
      strings(out, "builtins", texts(entry.capabilities, Capability.Builtin.class));
      strings(out, "globals", globals(entry.capabilities));
      out.writeBooleanProperty("native", entry.capabilities.contains(new Capability.Native()));
    }
    if (!entry.denied.isEmpty()) {
      strings(out, "denied", entry.denied.stream().map(Capability::text).toList());
    }
    out.writeStringProperty("realm", entry.realm.word());
    if (!entry.additions.isEmpty()) {
      strings(out, "additions", entry.additions.stream().map(Capability::text).toList());
    }
    if (!entry.patches.isEmpty()) {
      strings(out, "patches", targets(entry));
    }
    out.writeObjectPropertyStart("dependencies");
    entry.dependencies.forEach(out::writeNumberProperty);
    out.writeEndObject();
    if (!entry.dependents.isEmpty()) {
      out.writeArrayPropertyStart("dependents");
      entry.dependents.forEach(out::writeNumber);
      out.writeEndArray();
    }
    out.writeObjectPropertyStart("files");
    for (Map.Entry<String, PackageUsage.File> file : entry.files.entrySet()) {
      out.writeArrayPropertyStart(file.getKey());
      write(out, file.getValue(), entry, patched);
      out.writeEndArray();
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void write(JsonGenerator out, PackageUsage.File file, Entry entry, SortedSet<String> patched) {
    FileUsage usage = file.usage();
    FileUsage.Failure error = usage.error();
    if (error != null) {
      out.writeString("error");
      out.writeString(file.sha256());
      out.writeString(error.message());
      out.writeNumber(error.position().line());
      out.writeNumber(error.position().column());
      return;
    }
    out.writeString(usage.kind().word());
    out.writeString(file.sha256());
    boolean code = usage.kind() == ModuleKind.COMMONJS || usage.kind() == ModuleKind.ESM;
    SortedSet<String> names = code ? names(usage, entry, patched) : Collections.emptySortedSet();
    if (!names.isEmpty()) {
      array(out, names);
      SortedSet<String> assigned = assigned(usage, entry);
      if (!assigned.isEmpty()) {
        array(out, assigned);
      }
    }
  }

  /// The free names that the file assigns, and those among them that its package replaces for others (`Date = Fake`).
  private static SortedSet<String> assigned(FileUsage usage, Entry entry) {
    SortedSet<String> assigned = new TreeSet<>(usage.assigned());
    usage.replaced()
        .filter(name -> usage.free().contains(name) && entry.patches.contains(new Capability.Patch(new Capability.Global(name))))
        .forEach(assigned::add);
    return assigned;
  }

  /// The names of the global object that any package may replace for all.
  private SortedSet<String> patchedNames() {
    SortedSet<String> names = new TreeSet<>();
    for (Entry entry : packages) {
      for (Capability.Patch patch : entry.patches) {
        if (patch.target() instanceof Capability.Global(String path) && !path.startsWith("process.")) {
          names.add(path);
        }
      }
    }
    return names;
  }

  private static List<String> targets(Entry entry) {
    return entry.patches.stream().map(patch -> patch.text().substring("patch:".length())).toList();
  }

  /// What the file names that the guard gives it: powerful globals, the objects of the language that it adds to, what the
  /// application replaces for itself, and what some package may replace for all.
  private SortedSet<String> names(FileUsage usage, Entry entry, SortedSet<String> patched) {
    SortedSet<Capability> additions = entry.additions;
    SortedSet<String> names = new TreeSet<>(usage.given());
    if (entry.authority == Authority.OWN) {
      replaced.stream().filter(usage.free()::contains).forEach(names::add);
    }
    patched.stream().filter(usage.free()::contains).forEach(names::add);
    for (Mark mark : usage.marks()) {
      if (mark.kind() == Mark.Kind.PRIMORDIAL_WRITE) {
        Additions.of(mark.detail())
            .filter(wanted -> additions.stream().anyMatch(given -> given.covers(wanted)))
            .ifPresent(wanted -> names.add(((Capability.Global) wanted).head()));
      }
    }
    return names;
  }

  private static List<String> texts(SortedSet<Capability> capabilities, Class<? extends Capability> kind) {
    return capabilities.stream().filter(kind::isInstance).map(Capability::text).toList();
  }

  private static List<String> globals(SortedSet<Capability> capabilities) {
    return capabilities.stream()
        .filter(Capability.Global.class::isInstance)
        .map(c -> ((Capability.Global) c).path())
        .toList();
  }

  private static void strings(JsonGenerator out, String name, List<String> values) {
    out.writeName(name);
    array(out, values);
  }

  private static void array(JsonGenerator out, Collection<String> values) {
    out.writeStartArray();
    values.forEach(out::writeString);
    out.writeEndArray();
  }
}
