package dev.ambit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// Documentation names files, classes and commands; all of them must exist.
class MarkdownNamesTest {
  private static final Path REPO = Path.of(System.getProperty("ambit.repo"));
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern PATH = Pattern.compile("(?:spec|core|analyze|os|guard|cli|e2e|docs|bench|\\.ci)/[\\w./@-]*[\\w@-]");
  private static final Pattern CLASS = Pattern.compile("[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+");
  private static final Pattern COMMAND = Pattern.compile("(?:^|[\\s`$])(?:\\./)?ambit ([a-z]+)\\b");

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path file : markdown()) {
      Matcher matcher = LINK.matcher(Files.readString(file));
      while (matcher.find()) {
        String target = matcher.group(1);
        if (!target.contains("://") && !Files.exists(file.resolveSibling(target))) {
          missing.add(REPO.relativize(file) + ": " + target);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyPathNamedExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path file : markdown()) {
      for (String code : codes(file)) {
        Matcher matcher = PATH.matcher(code);
        if (matcher.matches() && !Files.exists(REPO.resolve(code))) {
          missing.add(REPO.relativize(file) + ": " + code);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyClassNamedExists() throws IOException {
    Set<String> known = new TreeSet<>(Set.of("CommonJS", "JavaScript", "TypeScript", "NullAway", "FileHandle", "SourceTextModule"));
    // of Node's builtins
    for (Capability capability : Builtins.get().all()) {
      if (capability instanceof Capability.Builtin(String _, String member) && member != null) {
        known.add(member);
      }
    }
    // of Windows
    known.addAll(List.of("EnforceCodeIntegrity", "DisableInteractiveMode", "WldpCanExecuteFile"));
    try (Stream<Path> files = Files.walk(REPO, 12)) {
      files.map(p -> p.getFileName().toString())
          .filter(n -> n.endsWith(".java"))
          .forEach(n -> known.add(n.substring(0, n.length() - ".java".length())));
    }
    List<String> missing = new ArrayList<>();
    for (Path file : markdown()) {
      for (String code : codes(file)) {
        if (CLASS.matcher(code).matches() && !known.contains(code) && !isJavaScriptName(code)) {
          missing.add(REPO.relativize(file) + ": " + code);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyCommandNamedExists() throws IOException {
    Set<String> known = new CommandLine(new Ambit()).getSubcommands().keySet();
    List<String> missing = new ArrayList<>();
    for (Path file : markdown()) {
      String text = Files.readString(file);
      List<String> places = new ArrayList<>(codes(file));
      Matcher block = Pattern.compile("(?s)```sh\\n(.*?)```").matcher(text);
      while (block.find()) {
        places.addAll(block.group(1).lines().toList());
      }
      for (String place : places) {
        Matcher matcher = COMMAND.matcher(place);
        while (matcher.find()) {
          if (!known.contains(matcher.group(1))) {
            missing.add(REPO.relativize(file) + ": ambit " + matcher.group(1));
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyErrorCodeOfTheGuardHasAPageAndEveryPageACode() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(REPO.resolve("guard/src"))) {
      for (Path file : files.filter(p -> p.toString().endsWith(".cjs")).toList()) {
        Matcher matcher = Pattern.compile("ERR_(AMBIT|CODE_INTEGRITY)_[A-Z]+(_[A-Z]+)*").matcher(Files.readString(file));
        while (matcher.find()) {
          codes.add(matcher.group());
        }
      }
    }
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(REPO.resolve("spec/errors"))) {
      files.forEach(p -> pages.add(p.getFileName().toString().replace(".md", "")));
    }
    assertThat(pages).isEqualTo(codes);
  }

  @Test
  void theTestCommandOfTheReadmeIsWhatCiRuns() throws IOException {
    Matcher matcher = Pattern.compile("(?s)## Test\\s+```sh\\n(.*?)\\n```").matcher(Files.readString(REPO.resolve("README.md")));
    assertThat(matcher.find()).isTrue();
    assertThat(matcher.group(1)).isEqualTo("mvn verify");
    assertThat(Files.readString(REPO.resolve(".ci/run"))).contains("mvn");
    assertThat(Files.isExecutable(REPO.resolve(".ci/run"))).isTrue();
  }

  /// Names of JavaScript's own that look like ours, as `FinalizationRegistry`.
  private static boolean isJavaScriptName(String name) {
    var builtins = Builtins.get();
    return builtins.isIntrinsic(name) || builtins.isHarmlessGlobal(name) || builtins.isPowerfulGlobal(name);
  }

  private static List<String> codes(Path file) throws IOException {
    List<String> codes = new ArrayList<>();
    Matcher matcher = CODE.matcher(Files.readString(file).replaceAll("(?s)```.*?```", ""));
    while (matcher.find()) {
      codes.add(matcher.group(1));
    }
    return codes;
  }

  private static List<Path> markdown() throws IOException {
    try (Stream<Path> files = Files.walk(REPO, 8)) {
      return files
          .filter(p -> p.toString().endsWith(".md"))
          .filter(p -> !p.toString().contains("node_modules") && !p.toString().contains("/target/"))
          .filter(p -> !REPO.relativize(p).toString().startsWith("spec/scenarios/") || p.endsWith("spec/scenarios/README.md"))
          .sorted()
          .toList();
    }
  }
}
