package dev.ambit.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Compares a program that a JVM became with the same program started directly.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExecTest {
  private static final String SIGNALS = "grep -E '^(SigBlk|SigIgn|SigCgt)' /proc/self/status";
  private static final Path ROOT = Path.of("/");

  @TempDir private Path folder;

  @Test
  void argumentsArriveExactly() throws Exception {
    String[] argv = {"printf", "%s\\0", "", "two words", "line\nbreak", "\"'$(id)`\\", "żółć 🦊", "-n", "*", ""};
    Started started = Started.run(new ProcessBuilder(Started.becoming(ROOT, "/usr/bin/printf", argv)), new byte[0]);
    assertThat(started.text())
        .isEqualTo(String.join("\0", Arrays.asList(argv).subList(2, argv.length)) + "\0");
  }

  @Test
  void theProgramsOwnNameIsTheFirstArgument() throws Exception {
    Started started = Started.run(
        new ProcessBuilder(Started.becoming(ROOT, "/bin/sh", "my name", "-c", "tr '\\0' '\\n' < /proc/$$/cmdline")),
        new byte[0]);
    assertThat(started.text()).startsWith("my name\n-c\n");
  }

  @Test
  void bytesThatAreNoTextArriveUnchanged() throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c",
        "BAD=$(printf 'a\\351z'); export BAD; exec \"$@\" \"$BAD\"", "sh"));
    command.addAll(Started.becoming(ROOT, "/bin/sh", "sh", "-c", "printf '%s %s' \"$BAD\" \"$1\"", "sh"));
    Started started = Started.run(new ProcessBuilder(command), new byte[0]);
    assertThat(started.bytes()).isEqualTo("aéz aéz");
  }

  @Test
  void environmentIsExactlyTheGivenOne() throws Exception {
    var builder = new ProcessBuilder(Started.jvm("exec",
        Map.of(Inherited.PROPERTY, "::", Inherited.LC_ALL_PROPERTY, "POSIX"), ROOT, "/usr/bin/env", "env", "-0"));
    builder.environment().clear();
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "EMPTY", "", "LINES", "a\nb", "EQUALS", "x=y=z"));
    assertThat(Started.run(builder, new byte[0]).text().split("\0", -1))
        .containsExactlyInAnyOrder("LC_ALL=POSIX", "EMPTY=", "LINES=a\nb", "EQUALS=x=y=z", "");
  }

  @Test
  void workingDirectoryIsTheGivenOne() throws Exception {
    Path cwd = Files.createDirectory(folder.resolve("with space ü"));
    Started started = Started.run(new ProcessBuilder(Started.becoming(cwd, "/bin/pwd", "pwd", "-P")), new byte[0]);
    assertThat(started.text()).isEqualTo(cwd.toRealPath() + "\n");
  }

  @Test
  void signalMaskAndDispositionsAreThoseOfADirectStart() throws Exception {
    List<String> program = List.of("/bin/sh", "-c", SIGNALS);
    Map<String, String> direct = signals(Started.run(new ProcessBuilder(program), new byte[0]));
    assertThat(signals(
            Started.run(new ProcessBuilder(Started.becoming(ROOT, "/bin/sh", "sh", "-c", SIGNALS)), new byte[0])))
        .isEqualTo(direct);
  }

  @Test
  void signalsThatWereIgnoredStayIgnored() throws Exception {
    String ignoring = "trap '' HUP INT QUIT PIPE USR2 TERM";
    Map<String, String> direct = signals(Started.after(ignoring, List.of("/bin/sh", "-c", SIGNALS)));
    assertThat(direct).containsEntry("SigIgn", "5807");
    Started through = Started.after(ignoring, Started.jvm("exec",
        Map.of(Inherited.PROPERTY, "0:5807:"), ROOT, "/bin/sh", "sh", "-c", SIGNALS));
    assertThat(signals(through)).isEqualTo(direct);
  }

  @Test
  void noFileOfTheJvmStaysOpen() throws Exception {
    String list = "ls /proc/self/fd";
    String direct = Started.run(new ProcessBuilder("/bin/sh", "-c", list), new byte[0]).text();
    assertThat(Started.run(new ProcessBuilder(Started.becoming(ROOT, "/bin/sh", "sh", "-c", list)), new byte[0]).text())
        .isEqualTo(direct);
  }

  @Test
  void descriptorsMeantForTheProgramStayOpen() throws Exception {
    Path file = Files.writeString(folder.resolve("handed"), "over");
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec 7<\"$0\"; exec \"$@\"", file.toString()));
    command.addAll(Started.jvm("exec", Map.of(Inherited.PROPERTY, "::7"), ROOT, "/bin/sh", "sh", "-c",
        "cat <&7; ls /proc/self/fd | wc -l"));
    // 0, 1, 2, 7 and the listing's own
    assertThat(Started.run(new ProcessBuilder(command), new byte[0]).text().strip()).isEqualTo("over5");
  }

  @Test
  void limitsAreThoseOfADirectStart() throws Exception {
    List<String> program = List.of("/bin/sh", "-c", "cat /proc/self/limits");
    String lowered = "ulimit -S -n 333; ulimit -S -c 0";
    String direct = Started.after(lowered, program).text();
    assertThat(direct).contains(" 333 ");
    assertThat(Started.after(lowered, Started.becoming(ROOT, "/bin/sh", "sh", "-c", "cat /proc/self/limits")).text())
        .isEqualTo(direct);
  }

  @Test
  void aMegabyteGoesThroughStandardInputAndOutput() throws Exception {
    byte[] megabyte = new byte[1 << 20];
    new Random(1).nextBytes(megabyte);
    Started started = Started.run(new ProcessBuilder(Started.becoming(ROOT, "/bin/cat", "cat")), megabyte);
    assertThat(started.bytes()).isEqualTo(new String(megabyte, StandardCharsets.ISO_8859_1));
    assertThat(started.errors()).isEmpty();
  }

  @Test
  void standardStreamsStayBlocking() throws Exception {
    String flags = "for n in 0 1 2; do grep flags /proc/self/fdinfo/$n; done";
    String direct = Started.run(new ProcessBuilder("/bin/sh", "-c", flags), new byte[0]).text();
    assertThat(Started.run(new ProcessBuilder(Started.becoming(ROOT, "/bin/sh", "sh", "-c", flags)), new byte[0]).text())
        .isEqualTo(direct);
  }

  @Test
  void processIdStaysAndTheExitCodeIsThePrograms() throws Exception {
    Process process = new ProcessBuilder(Started.becoming(ROOT, "/bin/sh", "sh", "-c", "echo $$; exit 37")).start();
    String id = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isEqualTo(37);
    assertThat(id).isEqualTo(String.valueOf(process.pid()));
  }

  @Test
  void aSignalReachesTheProgramAndEndsIt() throws Exception {
    Process process =
        new ProcessBuilder(Started.becoming(ROOT, "/bin/sh", "sh", "-c", "echo up; exec sleep 60")).start();
    assertThat(process.inputReader().readLine()).isEqualTo("up");
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
  }

  @Test
  void aScriptWithoutShebangRunsInTheShell() throws Exception {
    Path script = Files.writeString(folder.resolve("plain"), "echo \"$0 $1\"\n");
    script.toFile().setExecutable(true);
    Started started = Started.run(
        new ProcessBuilder(Started.becoming(ROOT, script.toString(), "plain", "one")), new byte[0]);
    assertThat(started.text()).isEqualTo(script + " one\n");
  }

  @Test
  void aRehearsalChangesNothing() throws Exception {
    Path cwd = Path.of("/proc/self/cwd").toRealPath();
    Exec.rehearse();
    assertThat(Path.of("/proc/self/cwd").toRealPath()).isEqualTo(cwd);
  }

  @Test
  void aMissingProgramIsNamedWithTheReason() throws Exception {
    Path missing = folder.resolve("missing");
    Started started = Started.run(
        new ProcessBuilder(Started.becoming(ROOT, missing.toString(), "missing")), new byte[0]);
    assertThat(started.code()).isEqualTo(2);
    assertThat(started.errors()).isEqualTo("cannot run `" + missing + "`: no such file or directory\n");
  }

  @Test
  void aProgramThatMayNotRunIsNamedWithTheReason() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "");
    Started started = Started.run(new ProcessBuilder(Started.becoming(ROOT, file.toString(), "data")), new byte[0]);
    assertThat(started.code()).isEqualTo(2);
    assertThat(started.errors()).isEqualTo("cannot run `" + file + "`: permission denied\n");
  }

  @Test
  void aMissingWorkingDirectoryIsNamedWithTheReason() throws Exception {
    Path missing = folder.resolve("missing");
    Started started = Started.run(new ProcessBuilder(Started.becoming(missing, "/bin/true", "true")), new byte[0]);
    assertThat(started.code()).isEqualTo(2);
    assertThat(started.errors()).isEqualTo("cannot enter `" + missing + "`: no such file or directory\n");
  }

  /// The masks that the program printed, without the two signals that belong to the C library itself.
  private static Map<String, String> signals(Started started) {
    Map<String, String> masks = new TreeMap<>();
    started.text().lines().forEach(line -> {
      long mask = Long.parseUnsignedLong(line.substring(line.indexOf('\t') + 1), 16);
      masks.put(line.substring(0, line.indexOf(':')), Long.toHexString(mask & ~(3L << 31)));
    });
    assertThat(masks).containsOnlyKeys("SigBlk", "SigIgn", "SigCgt");
    return masks;
  }
}
