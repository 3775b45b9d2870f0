package dev.ambit.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ambit.core.usage.FileUsage;
import java.util.ArrayList;
import java.util.List;

/// Analyses small sources and writes the results as one line per sighting.
final class Sources {
  private static final SourceAnalyzer ANALYZER = new SourceAnalyzer();

  private Sources() {}

  static FileUsage analyze(String source, KindHint hint) {
    return ANALYZER.analyze(source.getBytes(UTF_8), hint);
  }

  /// `fs.readFile 1:4` for each use, `?` behind a probe; the source must parse.
  static List<String> uses(String source, KindHint hint) {
    FileUsage usage = parsed(source, hint);
    List<String> lines = new ArrayList<>();
    usage.uses().forEach(use -> lines.add(use.capability().text() + " " + use.position() + (use.probe() ? " ?" : "")));
    return lines;
  }

  /// `REQUIRE ./x 1:1` for each specifier.
  static List<String> specifiers(String source, KindHint hint) {
    List<String> lines = new ArrayList<>();
    parsed(source, hint)
        .specifiers()
        .forEach(s -> lines.add(s.form() + " " + (s.isDynamic() ? "…" : s.text()) + " " + s.position()));
    return lines;
  }

  /// `GLOBAL_WRITE foo 1:1` for each mark.
  static List<String> marks(String source, KindHint hint) {
    List<String> lines = new ArrayList<>();
    parsed(source, hint).marks().forEach(m -> lines.add(m.kind() + " " + m.detail() + " " + m.position()));
    return lines;
  }

  private static FileUsage parsed(String source, KindHint hint) {
    FileUsage usage = analyze(source, hint);
    if (usage.error() != null) {
      throw new AssertionError(source + ": " + usage.error());
    }
    return usage;
  }
}
