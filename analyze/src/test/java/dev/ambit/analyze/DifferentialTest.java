package dev.ambit.analyze;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.PackageUsage;
import dev.ambit.core.usage.Specifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

  @TempDir static Path scratch;

  /// Where eslint-scope keeps a function declared in a block within it, V8 also declares it outside (annex B).
  private static final Map<String, Set<String>> HOISTED =
      Map.of("node_modules/events/tests/remove-listeners.js", Set.of("remove1", "remove2"));

  @BeforeAll
  static void analyse() throws IOException, InterruptedException {
    PackageTree tree = Corpus.installed();
    Map<String, String> hints = new TreeMap<>();
    for (PackageNode node : tree.nodes().values()) {
      PackageFiles.find(tree.root().resolve(node.location()), node, Set.of())
          .forEach(
              (path, hint) -> {
                if (hint == KindHint.COMMONJS || hint == KindHint.MODULE || hint == KindHint.AMBIGUOUS) {
                  hints.put(place(node.location(), path), hint.name().toLowerCase(Locale.ROOT));
                }
              });
    }
    Process oracle = ask(tree.root(), hints);
    SortedMap<String, PackageUsage> usages = new StaticAnalysis(scratch.resolve("cache"), Progress.NONE, TypeStripper.NONE).usage(tree);
    for (PackageUsage usage : usages.values()) {
      usage.files().forEach((path, file) -> OURS.put(place(usage.location(), path), file.usage()));
    }
    OURS.keySet().retainAll(hints.keySet());
    assertThat(oracle.waitFor()).as(DifferentialTest::errors).isZero();
    for (String line : Files.readAllLines(scratch.resolve("answers"))) {
      JsonNode answer = Json.MAPPER.readTree(line);
      THEIRS.put(answer.path("file").stringValue(), answer);
    }
  }

  private static String place(String location, String path) {
    return location.isEmpty() ? path : location + "/" + path;
  }

  /// Starts the oracle, which takes as long as the analysis; its answers go to a file.
  private static Process ask(Path root, Map<String, String> hints) throws IOException {
    List<String> lines = new ArrayList<>();
    hints.forEach((file, hint) -> lines.add(hint + "\t" + file));
    Path questions = Files.write(scratch.resolve("questions"), lines);
    return new ProcessBuilder("node", "--stack-size=8000", "oracle.cjs")
        .directory(root.toFile())
        .redirectInput(questions.toFile())
        .redirectOutput(scratch.resolve("answers").toFile())
        .redirectError(scratch.resolve("errors").toFile())
        .start();
  }

  private static String errors() {
    try {
      return Files.readString(scratch.resolve("errors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
              theirs.addAll(HOISTED.getOrDefault(file, Set.of()));
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

  /// What we find beyond acorn's plain forms is never a plain form that it refused.
  @Test
  void specifiersBeyondTheseComeFromFollowingTheCode() {
    long plain = 0;
    long followed = 0;
    for (Map.Entry<String, FileUsage> entry : compared().entrySet()) {
      SortedSet<String> theirs = texts(theirs(entry.getKey()).path("specifiers"));
      for (Specifier specifier : entry.getValue().specifiers()) {
        if (theirs.contains(specifier.text() + "@" + specifier.position())) {
          plain++;
        } else {
          followed++;
        }
      }
    }
    assertThat(plain).isGreaterThan(10_000);
    assertThat(followed).isLessThan(plain / 20);
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
