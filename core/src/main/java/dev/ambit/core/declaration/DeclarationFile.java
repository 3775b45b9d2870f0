package dev.ambit.core.declaration;

import dev.ambit.core.capability.CapabilityReader;
import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.json.Cursor;
import dev.ambit.core.json.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// `.access.json`, what a package's author declares: version 0 as published, and version 1. The same with
/// JSON Schema: `spec/declaration.schema.json`.
public final class DeclarationFile {
  /// Its name in the package's folder.
  public static final String NAME = ".access.json";

  private static final long LARGEST = 1L << 20;

  private DeclarationFile() {}

  /// Reads a declaration.
  ///
  /// @throws FormatException with every problem, when it is none
  /// @throws IOException when the file cannot be read
  public static Declaration read(Path file) throws IOException {
    return read(Cursor.read(file, LARGEST));
  }

  /// Reads a declaration from the bytes of a file.
  ///
  /// @param file as messages should name it
  /// @throws FormatException with every problem, when it is none
  public static Declaration parse(String file, byte[] bytes) throws FormatException {
    return read(Cursor.parse(file, bytes));
  }

  private static Declaration read(Cursor root) throws FormatException {
    SequencedMap<String, Cursor> entries = root.entries();
    Optional<Integer> version = root.require(entries, "version").flatMap(v -> v.formatVersion(0, 1));
    Declaration declaration = Declaration.NOTHING;
    if (version.isPresent() && version.get() == 0) {
      SequencedMap<String, Cursor> fields = root.fields("$schema", "version", "access");
      schema(fields);
      declaration =
          root.require(fields, "access")
              .map(access -> new Declaration(CapabilityReader.names(access), Realm.FROZEN))
              .orElse(declaration);
    } else if (version.isPresent()) {
      List<String> known = new ArrayList<>(List.of("$schema", "version"));
      known.addAll(DeclarationFields.KEYS);
      SequencedMap<String, Cursor> fields = root.fields(known.toArray(String[]::new));
      schema(fields);
      declaration = DeclarationFields.read(fields);
    }
    root.finish();
    return declaration;
  }

  private static void schema(SequencedMap<String, Cursor> fields) {
    Optional.ofNullable(fields.get("$schema")).ifPresent(Cursor::text);
  }

  /// The declaration as version 1: sorted, only what says something, one key a line.
  public static String text(Declaration declaration) {
    SequencedMap<String, String> fields = DeclarationFields.text(declaration);
    fields.values().removeIf("[]"::equals);
    fields.putFirst("version", "1");
    return fields.entrySet().stream()
        .map(field -> "  \"" + field.getKey() + "\": " + field.getValue())
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  /// Writes the declaration as version 1.
  ///
  /// @throws IOException when it cannot be written; what was there is still there
  public static void write(Path file, Declaration declaration) throws IOException {
    AtomicFile.write(file, text(declaration).getBytes(StandardCharsets.UTF_8));
  }
}
