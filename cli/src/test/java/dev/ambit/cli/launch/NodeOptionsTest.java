package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeOptionsTest {
  private static final String GUARD = "--require=/guard/src/start.cjs";

  @Test
  void harmlessFlagsAreKeptInOneForm() throws LaunchException {
    NodeOptions options = NodeOptions.of(
        "--max_old_space_size=4096  --enable-source-maps --no-warnings --title \"a b\" -C dev --stack-trace-limit=50"
            + " --dns-result-order=ipv4first --use-openssl-ca --no-deprecation --trace-warnings", GUARD);
    assertThat(options.kept()).containsExactly("--max-old-space-size=4096", "--enable-source-maps", "--no-warnings",
        "--title=a b", "--conditions=dev", "--stack-trace-limit=50", "--dns-result-order=ipv4first",
        "--use-openssl-ca", "--no-deprecation", "--trace-warnings");
    assertThat(options.dropped()).isEmpty();
  }

  @Test
  void flagsThatOpenADoorAreDroppedWithTheirValue() throws LaunchException {
    NodeOptions options = NodeOptions.of("--require ./a.js -r b --import=data:text/javascript,1 --experimental-loader x"
        + " --inspect=0.0.0.0 --preserve-symlinks --openssl-config=/x --snapshot_blob y --expose-internals"
        + " --made-up stray", GUARD);
    assertThat(options.kept()).isEmpty();
    assertThat(options.dropped()).extracting(NodeOptions.Dropped::flag).containsExactly("--require", "-r", "--import",
        "--experimental-loader", "--inspect", "--preserve-symlinks", "--openssl-config", "--snapshot_blob",
        "--expose-internals", "--made-up", "stray");
    assertThat(options.dropped()).contains(
        new NodeOptions.Dropped("--require", "runs code before or beside the guard"),
        new NodeOptions.Dropped("--made-up", "is not known to be harmless"),
        new NodeOptions.Dropped("stray", "is no flag"));
  }

  @Test
  void theGuardOfAnOuterRunIsLeftOutSilently() throws LaunchException {
    NodeOptions options = NodeOptions.of("--require=\"/guard/src/start.cjs\" --no-warnings", GUARD);
    assertThat(options).isEqualTo(new NodeOptions(List.of("--no-warnings"), List.of()));
  }

  @Test
  void aFlagNeverBecomesTheValueOfAnother() {
    assertThatThrownBy(() -> NodeOptions.of("--title --require=./evil.js", GUARD))
        .isInstanceOf(LaunchException.class)
        .hasMessage("NODE_OPTIONS: `--title` needs a value; correct or unset NODE_OPTIONS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--title=\"a", "--title=\"a\\"})
  void whatNodeCannotSplitIsRefused(String text) {
    assertThatThrownBy(() -> NodeOptions.of(text, GUARD))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("NODE_OPTIONS ends within ");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "plain", "two words", "quo\"te", "back\\slash", "\\\"", "tab\there", "line\nbreak", "'single'", " lead", "a=b c",
      "żółć 🦊"
  })
  void nodeReadsBackWhatIsWritten(String title) throws Exception {
    String written = NodeOptions.join(List.of("--title=" + title, "--no-warnings"));
    assertThat(NodeOptions.split(written)).containsExactly("--title=" + title, "--no-warnings");
    assertThat(node(24, written, "process.stdout.write(process.title)")).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "--title=a\"b c\"d", "--title=a\\b", "--title=\"a\\\\b\"", "\"--title=x y\"", "--title=\"\"x", "  --title=a  ",
      "\"--ti\"tle=q"
  })
  void textIsSplitAsNodeSplitsIt(String text) throws Exception {
    String title = NodeOptions.split(text).getFirst().substring("--title=".length());
    assertThat(node(22, text, "process.stdout.write(process.title)")).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void everyFlagThatNodeAllowsThereIsClassified(int line) throws Exception {
    String flags = node(line, "", "process.stdout.write([...process.allowedNodeEnvironmentFlags].join('\\n'))");
    assertThat(flags.lines().filter(flag -> NodeFlags.find(flag).isEmpty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 24, 26})
  void everyFlagOfTheHelpIsClassifiedWithItsValue(int line) throws Exception {
    var help = Pattern.compile("(?m)^ +(?:(-[a-zA-Z]), )?(--[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(=\\.\\.\\.)?(?:[ ,.]|$)");
    String text = new String(
        new ProcessBuilder(RealNode.line(line).toString(), "--help").start().getInputStream().readAllBytes(),
        StandardCharsets.UTF_8);
    var flags = help.matcher(text).results().toList();
    assertThat(flags).hasSizeGreaterThan(150);
    assertThat(flags)
        .filteredOn(flag -> NodeFlags.find(flag.group(2)).isEmpty())
        .extracting(flag -> flag.group(2)).isEmpty();
    assertThat(flags)
        .filteredOn(flag -> flag.group(3) != null
            && NodeFlags.find(flag.group(2)).orElseThrow().value() != NodeFlags.Value.NEEDED)
        .extracting(flag -> flag.group(2)).isEmpty();
  }

  private static String node(int line, String options, String code) throws Exception {
    var builder = new ProcessBuilder(RealNode.line(line).toString(), "-e", code);
    builder.environment().clear();
    builder.environment().put("NODE_OPTIONS", options);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
