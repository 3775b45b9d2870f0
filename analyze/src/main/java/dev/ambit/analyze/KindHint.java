package dev.ambit.analyze;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a file's name and the `type` of the nearest package.json say about how Node loads it.
public enum KindHint {
  /// `.cjs`, `.js` with type `commonjs`
  COMMONJS,
  /// `.mjs`, `.js` with type `module`
  MODULE,
  /// `.js` without a type: Node decides by the syntax
  AMBIGUOUS,
  /// `.ts` of the application without a type: once its types are gone Node decides by the syntax
  TYPESCRIPT,
  /// `.cts`, `.ts` with type `commonjs`
  TYPESCRIPT_COMMONJS,
  /// `.mts`, `.ts` with type `module`
  TYPESCRIPT_MODULE,
  /// all of them below `node_modules`, where Node refuses them
  FOREIGN_TYPESCRIPT,
  JSON,
  NATIVE,
  WASM;

  /// The hint for a file name, empty for what Node does not load by its name. Declarations (`.d.ts`) hold
  /// no code and are not loaded.
  ///
  /// @param type the nearest package.json's `type`, or null
  /// @param own whether the file belongs to the application
  public static Optional<KindHint> of(String fileName, @Nullable String type, boolean own) {
    int dot = fileName.lastIndexOf('.');
    String extension = dot < 0 ? "" : fileName.substring(dot);
    if (fileName.toLowerCase(Locale.ROOT).matches(".*\\.d\\.[cm]?ts")) {
      return Optional.empty();
    }
    return switch (extension) {
      case ".cjs" -> Optional.of(COMMONJS);
      case ".mjs" -> Optional.of(MODULE);
      case ".js" -> Optional.of(ofType(type));
      case ".ts", ".mts", ".cts" -> Optional.of(own ? ofTypes(extension, type) : FOREIGN_TYPESCRIPT);
      case ".json" -> Optional.of(JSON);
      case ".node" -> Optional.of(NATIVE);
      case ".wasm" -> Optional.of(WASM);
      default -> Optional.empty();
    };
  }

  /// The hint for `.js`, and for programs without extension.
  static KindHint ofType(@Nullable String type) {
    return switch (type) {
      case "module" -> MODULE;
      case "commonjs" -> COMMONJS;
      case null, default -> AMBIGUOUS;
    };
  }

  private static KindHint ofTypes(String extension, @Nullable String type) {
    return switch (extension) {
      case ".cts" -> TYPESCRIPT_COMMONJS;
      case ".mts" -> TYPESCRIPT_MODULE;
      default ->
          switch (ofType(type)) {
            case COMMONJS -> TYPESCRIPT_COMMONJS;
            case MODULE -> TYPESCRIPT_MODULE;
            default -> TYPESCRIPT;
          };
    };
  }

  /// What a file is once its types are gone; itself where it has none.
  KindHint untyped() {
    return switch (this) {
      case TYPESCRIPT -> AMBIGUOUS;
      case TYPESCRIPT_COMMONJS -> COMMONJS;
      case TYPESCRIPT_MODULE -> MODULE;
      default -> this;
    };
  }

  /// Whether the file counts in the digest of its package: built files differ between platforms.
  boolean isPortable() {
    return this != NATIVE && this != WASM;
  }
}
