package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.e2e.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs what the guides tell people to run: each block of `sh` in its order, in one folder. A block stops at the first
/// command that fails; `# ends with N` on its last line says that this one ends so. A block of `text` right behind it
/// has lines that the output holds.
class GuidesTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```(?:\\n\\n```text\\n(.*?)```)?");
  private static final Pattern ENDS = Pattern.compile("# ends with (\\d+)\\n\\z");

  /// @param commands for a shell
  /// @param code with which they end
  /// @param says lines of the output
  private record Step(String commands, int code, List<String> says) {}

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"application-developers", "administrators", "end-users", "tests-that-mock"})
  void everyCommandDoesWhatItsGuideSays(String guide) throws Exception {
    Installation ambit = Installation.in(folder.resolve("ambit"));
    Path work = Files.createDirectories(folder.resolve("work"));
    List<Step> steps = steps(Files.readString(Repository.root().resolve("docs/guides/" + guide + ".md")));
    assertThat(steps.size()).isGreaterThan(3);
    for (Step step : steps) {
      Result result = run(ambit, work, step.commands);
      String all = "$ " + step.commands + result.output() + result.errors();
      assertThat(result.code()).as(all).isEqualTo(step.code);
      for (String line : step.says) {
        assertThat(result.output() + result.errors()).as(all).contains(line);
      }
    }
  }

  @Test
  void blocksAreReadWithTheirEndAndOutput() {
    assertThat(steps("```sh\na\n```\n\n```text\nx\n```\n\nb\n```sh\nc # ends with 4\n```\n"))
        .containsExactly(new Step("a\n", 0, List.of("x")), new Step("c # ends with 4\n", 4, List.of()));
  }

  private static List<Step> steps(String page) {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      String commands = block.group(1);
      Matcher ends = ENDS.matcher(commands);
      String text = block.group(2);
      steps.add(
          new Step(commands, ends.find() ? Integer.parseInt(ends.group(1)) : 0, text == null ? List.of() : text.lines().toList()));
    }
    return steps;
  }

  private Result run(Installation ambit, Path work, String commands) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", commands).directory(work.toFile());
    Path node = NodeLine.all().get(1).binary();
    Map<String, String> env = builder.environment();
    env.put("PATH", ambit.folder() + ":" + node.getParent() + ":" + env.getOrDefault("PATH", "/usr/bin:/bin"));
    env.put("AMBIT_JAVA_HOME", System.getProperty("java.home"));
    env.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    env.put("npm_config_cache", folder.resolve("npm").toString());
    env.remove("NODE_OPTIONS");
    return Installation.run(builder, folder);
  }
}
