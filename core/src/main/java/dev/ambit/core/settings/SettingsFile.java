package dev.ambit.core.settings;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.capability.CapabilityReader;
import dev.ambit.core.capability.ClosedCapabilityException;
import dev.ambit.core.declaration.Realm;
import dev.ambit.core.json.Cursor;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.Problem;
import dev.ambit.core.settings.Settings.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads `ambit.json`. The same with JSON Schema: `spec/settings.schema.json`. To change it, see
/// [SettingsText].
public final class SettingsFile {
  /// Its name in the project's folder.
  public static final String NAME = "ambit.json";

  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private SettingsFile() {}

  /// Reads settings.
  ///
  /// @throws FormatException with every problem, when they are none
  /// @throws IOException when the file cannot be read
  public static Settings read(Path file) throws IOException {
    return read(Cursor.read(file));
  }

  /// Reads settings from the bytes of a file.
  ///
  /// @param file as messages should name it
  /// @throws FormatException with every problem, when they are none
  public static Settings parse(String file, byte[] bytes) throws FormatException {
    return read(Cursor.parse(file, bytes));
  }

  static Settings read(Cursor root) throws FormatException {
    SequencedMap<String, Cursor> fields =
        root.fields("$schema", "version", "mode", "undeclared", "grants", "application");
    field(fields, "$schema").ifPresent(Cursor::text);
    root.require(fields, "version").ifPresent(version -> version.formatVersion(1));
    Mode mode =
        root.require(fields, "mode").flatMap(m -> m.word("observe", "enforce")).map(Mode::of).orElse(Mode.ENFORCE);
    Undeclared undeclared =
        field(fields, "undeclared")
            .flatMap(u -> u.word("allow", "safe", "none"))
            .map(Undeclared::of)
            .orElse(Undeclared.defaultOf(mode));
    List<Grant> grants = new ArrayList<>();
    field(fields, "grants")
        .ifPresent(all -> all.entries().forEach((key, entry) -> grant(key, entry).ifPresent(grants::add)));
    SortedSet<Capability> denied = field(fields, "application").map(SettingsFile::application).orElseGet(TreeSet::new);
    root.finish();
    return new Settings(mode, undeclared, grants, new Application(denied));
  }

  private static Optional<Cursor> field(SequencedMap<String, Cursor> fields, String key) {
    return Optional.ofNullable(fields.get(key));
  }

  private static SortedSet<Capability> application(Cursor application) {
    SequencedMap<String, Cursor> fields = application.fields("deny");
    return field(fields, "deny").map(CapabilityReader::any).orElseGet(TreeSet::new);
  }

  private static Optional<Grant> grant(String key, Cursor entry) {
    Optional<PackagePattern> pattern = Optional.empty();
    try {
      pattern = Optional.of(PackagePattern.parse(key));
    } catch (IllegalArgumentException e) {
      entry.problemWithKey(String.valueOf(e.getMessage()));
    }
    SequencedMap<String, Cursor> fields = entry.fields("allow", "deny", "realm", "reason", "until");
    if (Stream.of("allow", "deny", "realm").noneMatch(entry.entries()::containsKey)) {
      entry.problemWithKey("has neither `allow` nor `deny` nor `realm`, so it says nothing; remove it");
    }
    SequencedMap<Cursor, Capability> allow = capabilities(fields, "allow");
    SortedSet<Capability> deny = new TreeSet<>(capabilities(fields, "deny").values());
    allow.forEach(
        (place, allowed) ->
            deny.stream()
                .filter(denied -> denied.covers(allowed))
                .findFirst()
                .ifPresent(
                    denied ->
                        place.problem(
                            Problem.quote(allowed.text()) + " is denied by " + Problem.quote(denied.text())
                                + " of the same entry; remove one of them")));
    allow.forEach(SettingsFile::grantable);
    Optional<Realm> realm = field(fields, "realm").flatMap(r -> r.word("frozen", "own")).map(Realm::of);
    Optional<String> reason = field(fields, "reason").flatMap(Cursor::text);
    Optional<LocalDate> until = field(fields, "until").flatMap(SettingsFile::date);
    return pattern.map(
        p -> new Grant(
            p, new TreeSet<>(allow.values()), deny, realm.orElse(null), reason.orElse(null), until.orElse(null)));
  }

  private static SequencedMap<Cursor, Capability> capabilities(SequencedMap<String, Cursor> fields, String key) {
    return field(fields, key).map(CapabilityReader::anyByPlace).orElseGet(LinkedHashMap::new);
  }

  private static void grantable(Cursor place, Capability allowed) {
    try {
      Builtins.get().checkGrantable(allowed);
    } catch (ClosedCapabilityException e) {
      place.problem(e.getMessage() + "; remove it");
    }
  }

  private static Optional<LocalDate> date(Cursor value) {
    Optional<String> text = value.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (DATE.matcher(text.get()).matches()) {
      try {
        return Optional.of(LocalDate.parse(text.get()));
      } catch (DateTimeException e) {
        value.problem(Problem.quote(text.get()) + " is no day of the calendar");
        return Optional.empty();
      }
    }
    value.problem(Problem.quote(text.get()) + " is no date, `2027-06-30` for example");
    return Optional.empty();
  }
}
