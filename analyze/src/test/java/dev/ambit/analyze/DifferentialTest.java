package dev.ambit.analyze;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.json.Json;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.Specifier;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Compares with meriyah (does it parse, and as what), eslint-scope (free and top-level names) and a walk
/// over acorn's tree (specifiers) on thousands of published files.
class DifferentialTest {
  private static final Map<String, FileUsage> OURS = new TreeMap<>();
  private static final Map<String, JsonNode> THEIRS = new HashMap<>();

  @TempDir static Path cache;

  @BeforeAll
  static void analyse() throws IOException, InterruptedException {
    PackageTree tree = Corpus.installed();
    SortedMap<String, PackageUsage> usages = new StaticAnalysis(cache, Progress.NONE).usage(tree);
    Map<String, String> hints = new TreeMap<>();
    for (PackageUsage usage : usages.values()) {
      PackageNode node = requireNonNull(tree.nodes().get(usage.location()));
      PackageFiles.find(tree.root().resolve(usage.location()), node, Set.of())
          .forEach(
              (path, hint) -> {
                String file = usage.location().isEmpty() ? path : usage.location() + "/" + path;
                if (hint == KindHint.COMMONJS || hint == KindHint.MODULE || hint == KindHint.AMBIGUOUS) {
                  hints.put(file, hint.name().toLowerCase(Locale.ROOT));
                  OURS.put(file, requireNonNull(usage.files().get(path)).usage());
                }
              });
    }
    ask(tree.root(), hints);
  }

  private static void ask(Path root, Map<String, String> hints) throws IOException, InterruptedException {
    Process oracle =
        new ProcessBuilder("node", "--stack-size=8000", "oracle.cjs")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedWriter in = oracle.outputWriter()) {
      for (Map.Entry<String, String> hint : hints.entrySet()) {
        in.write(hint.getValue() + "\t" + hint.getKey() + "\n");
      }
    }
    for (String line : oracle.inputReader().lines().toList()) {
      JsonNode answer = Json.MAPPER.readTree(line);
      THEIRS.put(answer.path("file").stringValue(), answer);
    }
    assertThat(oracle.waitFor()).isZero();
  }

  @Test
  void theCorpusIsLargeAndCompletelyAnswered() {
    assertThat(OURS).hasSizeGreaterThan(2000);
    assertThat(THEIRS.keySet()).isEqualTo(OURS.keySet());
  }

  @Test
  void filesParseAsMeriyahSaysAndAsTheKindItSays() {
    List<String> differences = new ArrayList<>();
    OURS.forEach(
        (file, ours) -> {
          String theirs = theirs(file).path("kind").isNull() ? "refused" : theirs(file).path("kind").stringValue();
          String mine = ours.error() != null ? "refused" : ours.kind().word();
          if (!mine.equals(theirs)) {
            differences.add(file + ": " + mine + ", meriyah " + theirs + " " + ours.error());
          }
        });
    assertThat(differences).isEmpty();
  }

  @Test
  void freeNamesAreThoseOfEslintScope() {
    List<String> differences = new ArrayList<>();
    compared()
        .forEach(
            (file, ours) -> {
              SortedSet<String> theirs = texts(theirs(file).path("free"));
              theirs.removeIf(n -> Builtins.get().isIntrinsic(n) || Builtins.get().isHarmlessGlobal(n));
              if (ours.kind() == ModuleKind.COMMONJS) {
                theirs.remove("arguments");
              }
              if (!ours.free().equals(theirs)) {
                differences.add(file + ": " + ours.free() + ", eslint-scope " + theirs);
              }
            });
    assertThat(differences).isEmpty();
  }

  @Test
  void topLevelNamesAreThoseOfEslintScope() {
    List<String> differences = new ArrayList<>();
    compared()
        .forEach(
            (file, ours) -> {
              SortedSet<String> theirs = texts(theirs(file).path("topLevel"));
              if (!ours.topLevel().equals(theirs)) {
                differences.add(file + ": " + ours.topLevel() + ", eslint-scope " + theirs);
              }
            });
    assertThat(differences).isEmpty();
  }

  @Test
  void everySpecifierThatAcornShowsIsFoundAtItsPlace() {
    List<String> missing = new ArrayList<>();
    compared()
        .forEach(
            (file, ours) -> {
              SortedSet<String> mine = new TreeSet<>();
              for (Specifier specifier : ours.specifiers()) {
                mine.add(specifier.text() + "@" + specifier.position());
              }
              for (String theirs : texts(theirs(file).path("specifiers"))) {
                if (!mine.contains(theirs)) {
                  missing.add(file + ": " + theirs);
                }
              }
            });
    assertThat(missing).isEmpty();
  }

  private static Map<String, FileUsage> compared() {
    Map<String, FileUsage> compared = new TreeMap<>(OURS);
    compared.keySet().removeIf(file -> !theirs(file).has("free"));
    return compared;
  }

  private static JsonNode theirs(String file) {
    return requireNonNull(THEIRS.get(file));
  }

  private static SortedSet<String> texts(JsonNode array) {
    SortedSet<String> texts = new TreeSet<>();
    array.forEach(node -> texts.add(node.stringValue()));
    return texts;
  }
}
