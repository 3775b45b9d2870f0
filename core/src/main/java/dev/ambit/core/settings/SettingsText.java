package dev.ambit.core.settings;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.json.Cursor;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.JsonEdit;
import dev.ambit.core.json.JsonText;
import dev.ambit.core.tree.PackageId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The text of an `ambit.json` and what it says. Changes give a new text in which all else, order, spacing
/// and `$schema` included, is as the user wrote it.
public final class SettingsText {
  private final String file;
  private final String text;
  private final Settings settings;

  private SettingsText(String file, String text) throws FormatException {
    this.file = file;
    this.text = text;
    this.settings = SettingsFile.read(Cursor.parse(file, text));
  }

  /// Why and how long something is granted.
  ///
  /// @param reason for people, or null to leave what is there
  /// @param until the last day on which the whole entry holds, or null to leave what is there
  public record Note(@Nullable String reason, @Nullable LocalDate until) {
    /// Says nothing.
    public static final Note NONE = new Note(null, null);

    boolean isEmpty() {
      return reason == null && until == null;
    }
  }

  /// The settings of a new project.
  public static SettingsText initial(Mode mode) {
    String text = "{\n  \"version\": 1,\n  \"mode\": \"" + mode.word() + "\",\n  \"grants\": {}\n}\n";
    try {
      return new SettingsText(SettingsFile.NAME, text);
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads settings to change them.
  ///
  /// @throws FormatException with every problem, when they are none
  /// @throws IOException when the file cannot be read
  public static SettingsText read(Path file) throws IOException {
    return new SettingsText(file.toString(), Cursor.read(file).document());
  }

  /// Parses settings to change them.
  ///
  /// @param file as messages should name it
  /// @throws FormatException with every problem, when they are none
  public static SettingsText parse(String file, String text) throws FormatException {
    return new SettingsText(file, text);
  }

  /// What the text says.
  public Settings settings() {
    return settings;
  }

  /// The text for the file.
  @Override
  public String toString() {
    return text;
  }

  /// Writes the text.
  ///
  /// @throws IOException when it cannot be written; what was there is still there
  public void write(Path target) throws IOException {
    AtomicFile.write(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /// With another mode.
  public SettingsText withMode(Mode mode) {
    return edit(e -> e.set(List.of(), "mode", JsonText.quote(mode.word())));
  }

  /// With the capabilities allowed to one version of a package, in the entry `name@version`. The same text
  /// when all of them are allowed already and there is nothing to note. What that entry denies by the same
  /// name is denied no longer.
  ///
  /// @throws dev.ambit.core.capability.UnknownCapabilityException for what no supported Node line has
  /// @throws ContradictionException when an entry denies one of them, or the entry has expired
  public SettingsText allow(PackageId id, Collection<Capability> capabilities, Note note, LocalDate today)
      throws ContradictionException {
    capabilities.forEach(Builtins.get()::check);
    Optional<Grant> own = own(id, note, today);
    for (Capability wanted : capabilities) {
      for (Grant grant : settings.grants()) {
        boolean isOwn = own.isPresent() && own.get().equals(grant);
        Predicate<Capability> stands = denied -> denied.covers(wanted) && !(isOwn && denied.equals(wanted));
        if (grant.pattern().denies(id) && grant.deny().stream().anyMatch(stands)) {
          String denied = grant.deny().stream().filter(stands).findFirst().orElseThrow().text();
          throw new ContradictionException(
              "`" + wanted.text() + "` is denied to `" + id + "` by `" + denied + "` in the entry `"
                  + grant.pattern() + "`; change that entry of " + file + " first");
        }
      }
    }
    Settings.Granted granted = settings.granted(id, today);
    if (note.isEmpty() && capabilities.stream().allMatch(granted::allows)) {
      return this;
    }
    return change(id, own, "allow", capabilities, "deny", capabilities::contains, note);
  }

  /// With the capabilities denied to one version of a package, in the entry `name@version`. The same text
  /// when all of them are denied already and there is nothing to note. What that entry allows of them is
  /// allowed no longer.
  ///
  /// @throws dev.ambit.core.capability.UnknownCapabilityException for what no supported Node line has
  /// @throws ContradictionException when the entry has expired
  public SettingsText deny(PackageId id, Collection<Capability> capabilities, Note note, LocalDate today)
      throws ContradictionException {
    capabilities.forEach(Builtins.get()::check);
    Optional<Grant> own = own(id, note, today);
    Settings.Granted granted = settings.granted(id, today);
    if (note.isEmpty() && capabilities.stream().allMatch(granted::denies)) {
      return this;
    }
    return change(id, own, "deny", capabilities, "allow", c -> Settings.coversAny(capabilities, c), note);
  }

  private Optional<Grant> own(PackageId id, Note note, LocalDate today) throws ContradictionException {
    try {
      PackagePattern.parse(id.toString());
    } catch (IllegalArgumentException e) {
      throw new ContradictionException("`" + id + "` cannot be a key of `grants`: " + e.getMessage());
    }
    if (note.until != null && note.until.isBefore(today)) {
      throw new ContradictionException("`" + note.until + "` is over; give a day from `" + today + "` on");
    }
    Optional<Grant> own =
        settings.grants().stream().filter(grant -> grant.pattern().toString().equals(id.toString())).findFirst();
    if (own.isPresent() && own.get().isExpired(today)) {
      throw new ContradictionException(
          "the entry `" + id + "` expired on `" + own.get().until() + "`; remove it from " + file
              + " or move its `until` on first");
    }
    return own;
  }

  /// Adds to one list of the entry and takes from the other one.
  private SettingsText change(
      PackageId id,
      Optional<Grant> own,
      String to,
      Collection<Capability> added,
      String from,
      Predicate<Capability> removed,
      Note note) {
    if (own.isEmpty()) {
      String entry = newEntry(to, added, note);
      return edit(
          e -> {
            boolean hasGrants = Cursor.parse(file, text).entries().containsKey("grants");
            JsonEdit ready = hasGrants ? e : e.set(List.of(), "grants", "{}");
            return ready.set(List.of("grants"), id.toString(), entry);
          });
    }
    List<String> path = List.of("grants", id.toString());
    List<Capability> kept = to.equals("allow") ? List.copyOf(own.get().allow()) : List.copyOf(own.get().deny());
    return edit(
        e -> {
          JsonEdit edited = without(e, path, from, removed);
          List<String> elements = rawElements(edited, path, to, c -> true);
          for (Capability capability : new LinkedHashSet<>(added)) {
            if (kept.stream().noneMatch(c -> to.equals("allow") ? c.gives(capability) : c.covers(capability))) {
              elements.add(JsonText.quote(capability.text()));
            }
          }
          edited = elements.isEmpty() ? edited : edited.setArray(path, to, elements);
          edited = note.reason == null ? edited : edited.set(path, "reason", JsonText.quote(note.reason));
          return note.until == null ? edited : edited.set(path, "until", JsonText.quote(note.until.toString()));
        });
  }

  private static JsonEdit without(JsonEdit edit, List<String> path, String key, Predicate<Capability> removed)
      throws FormatException {
    List<String> all = rawElements(edit, path, key, c -> true);
    List<String> rest = rawElements(edit, path, key, removed.negate());
    if (rest.size() == all.size()) {
      return edit;
    }
    return rest.isEmpty() ? edit.remove(path, key) : edit.setArray(path, key, rest);
  }

  /// The elements as the user spelt them.
  private static List<String> rawElements(JsonEdit edit, List<String> path, String key, Predicate<Capability> wanted)
      throws FormatException {
    Cursor at = Cursor.parse(edit.file(), edit.text());
    for (String name : path) {
      at = at.entries().getOrDefault(name, at);
    }
    List<String> elements = new ArrayList<>();
    if (at.entries().containsKey(key)) {
      for (Cursor element : at.entries().getOrDefault(key, at).elements()) {
        if (wanted.test(Capability.parse(element.text().orElseThrow()))) {
          elements.add(element.raw());
        }
      }
    }
    return elements;
  }

  private static String newEntry(String list, Collection<Capability> capabilities, Note note) {
    List<String> members = new ArrayList<>();
    List<String> texts = capabilities.stream().distinct().map(Capability::text).toList();
    members.add("\"" + list + "\": " + JsonText.array(texts));
    if (note.reason != null) {
      members.add("\"reason\": " + JsonText.quote(note.reason));
    }
    if (note.until != null) {
      members.add("\"until\": " + JsonText.quote(note.until.toString()));
    }
    return members.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  @FunctionalInterface
  private interface Edit {
    JsonEdit apply(JsonEdit edit) throws FormatException;
  }

  /// What was read without a problem and is changed by this class has none afterwards.
  private SettingsText edit(Edit edit) {
    try {
      return new SettingsText(file, edit.apply(new JsonEdit(file, text)).text());
    } catch (FormatException e) {
      throw new IllegalStateException("a change made " + file + " unreadable; it is not written", e);
    }
  }
}
