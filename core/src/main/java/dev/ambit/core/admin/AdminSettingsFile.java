package dev.ambit.core.admin;

import dev.ambit.core.admin.AdminSettings.Rule;
import dev.ambit.core.json.Cursor;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.json.Problem;
import dev.ambit.core.settings.Mode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// Reads the administrator's settings. The same with JSON Schema: `spec/admin.schema.json`.
public final class AdminSettingsFile {
  /// Its name in the folder that the system has for such files.
  public static final String NAME = "admin.json";

  private static final Pattern ABSOLUTE = Pattern.compile("(?:/|[A-Za-z]:[\\\\/])[^\\x00]+");

  private AdminSettingsFile() {}

  /// Reads settings from the bytes of a file.
  ///
  /// @param file as messages should name it
  /// @throws FormatException with every problem, when they are none
  public static AdminSettings parse(String file, byte[] bytes) throws FormatException {
    Cursor root = Cursor.parse(file, bytes);
    SequencedMap<String, Cursor> fields = root.fields(
        "$schema", "version", "codeIntegrity", "interactive", "requireSignedPolicy", "trust", "mode", "catalogs");
    field(fields, "$schema").ifPresent(Cursor::text);
    root.require(fields, "version").ifPresent(version -> version.formatVersion(1));
    Optional<Rule> codeIntegrity = field(fields, "codeIntegrity").flatMap(AdminSettingsFile::rule);
    Optional<Rule> interactive = field(fields, "interactive").flatMap(AdminSettingsFile::rule);
    boolean signedPolicy = field(fields, "requireSignedPolicy").flatMap(Cursor::bool).orElse(false);
    SequencedSet<Path> trust = field(fields, "trust").map(AdminSettingsFile::paths).orElseGet(LinkedHashSet::new);
    Optional<Mode> mode = field(fields, "mode").flatMap(m -> m.word("observe", "enforce")).map(Mode::of);
    SequencedSet<Path> catalogs = field(fields, "catalogs").map(AdminSettingsFile::paths).orElseGet(LinkedHashSet::new);
    for (String signed : new String[] {"codeIntegrity", "requireSignedPolicy", "catalogs"}) {
      // without it, whoever runs a program would say whose signature counts
      if (fields.containsKey(signed) && !fields.containsKey("trust")) {
        root.problem("`" + signed + "` needs `trust`: the certificates of those whose signatures count");
      }
    }
    root.finish();
    return new AdminSettings(codeIntegrity, interactive, signedPolicy, trust, mode, catalogs);
  }

  private static Optional<Cursor> field(SequencedMap<String, Cursor> fields, String key) {
    return Optional.ofNullable(fields.get(key));
  }

  private static Optional<Rule> rule(Cursor value) {
    return value.word("audit", "enforce").map(word -> word.equals("audit") ? Rule.AUDIT : Rule.ENFORCE);
  }

  private static SequencedSet<Path> paths(Cursor list) {
    SequencedSet<Path> paths = new LinkedHashSet<>();
    List<Cursor> elements = list.elements();
    for (Cursor element : elements) {
      Optional<String> text = element.text();
      if (text.isEmpty()) {
        continue;
      }
      try {
        if (!ABSOLUTE.matcher(text.get()).matches()) {
          element.problem(Problem.quote(text.get()) + " is no absolute path of a file");
        } else if (!paths.add(Path.of(text.get()))) {
          element.problem(Problem.quote(text.get()) + " is there twice; remove one");
        }
      } catch (InvalidPathException e) {
        element.problem(Problem.quote(text.get()) + " is no path on this system");
      }
    }
    if (elements.isEmpty() && list.raw().startsWith("[")) {
      list.problem("is empty, which would mean that nothing is asked for; name a file or leave the key out");
    }
    return paths;
  }
}
