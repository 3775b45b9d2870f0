package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.e2e.Installation.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `ambit run` for the second time: the program finds what it would find after a full start.
class WarmStartTest extends WarmStarts {
  static Stream<List<String>> shapes() {
    return Stream.of(
        List.of("run", "app.js", "", "two  words", "new\nline", "-C", "ā'\"$(x)`\\", "--mode"),
        List.of("run", "--", "node", "app.js", "x"),
        List.of("run", "--mode", "enforce", "--", "node", "--stack-trace-limit=20", "./app.js", "--", "-e"),
        List.of("run", "-q", "app"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theProgramFindsItselfAsAfterAFullStart(List<String> arguments) throws Exception {
    Result full = ambit(Map.of(), arguments.toArray(String[]::new));
    assertThat(full.code()).as(full.errors()).isZero();
    if (arguments.getLast().equals("app")) { // a name without its ending is left to Java
      assertStepsAside(arguments.toArray(String[]::new));
      return;
    }
    assertThat(withoutJava(arguments.toArray(String[]::new))).isEqualTo(full);
    // what follows the script is the program's
    List<String> more = new ArrayList<>(arguments);
    more.add("another");
    assertThat(withoutJava(more.toArray(String[]::new)).output()).contains("another");
  }

  @Test
  void everyNodeLineStartsWarm() throws Exception {
    for (NodeLine line : NodeLine.all()) {
      node = line.binary();
      assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
      Thread.sleep(SETTLED);
      assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
      assertWarm();
    }
  }

  @Test
  void inAnotherFolderTheDirectoryIsEnteredAndTheVariablesStay() throws Exception {
    Path home = Files.createDirectories(folder.resolve("elsewhere"));
    String[] arguments = {"run", "-C", project.toString(), "--", "node", "app.js"};
    List<String> command = Installation.list(ambit.launcher().toString(), arguments);
    Map<String, String> environment = Map.of("PWD", home.toString());
    Result full = Installation.run(builder(environment, command).directory(home.toFile()), folder);
    assertThat(full.code()).as(full.errors()).isZero();
    ProcessBuilder warm = builder(environment, command).directory(home.toFile());
    warm.environment().put("AMBIT_JAVA_HOME", "/nowhere");
    assertThat(Installation.run(warm, folder)).isEqualTo(full);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "<&- %s", "%s 3</dev/null 7</dev/null", "trap '' INT QUIT USR1; %s", "cd lib; cd ..; %s", "%s 2>&-", "umask 077; %s",
    "ulimit -n 512; %s"})
  void whatTheShellHandsOnArrives(String line) throws Exception {
    assertThat(ambit(Map.of(), "run", "app.js").code()).isZero();
    String command = line.formatted("\"$0\" run app.js");
    Result full = Installation.run(builder(Map.of(), List.of("sh", "-c", command, ambit.launcher().toString())), folder);
    assertThat(full.output()).contains("leaf as reviewed");
    Result warm = Installation.run(
        builder(Map.of("AMBIT_JAVA_HOME", "/nowhere"), List.of("sh", "-c", command, ambit.launcher().toString())), folder);
    assertThat(warm).isEqualTo(full);
  }

  @Test
  void theExitCodeAndTheSignalAreThoseOfTheProgram() throws Exception {
    Files.writeString(project.resolve("end.js"), "process.argv[2] === 'kill' ? process.kill(process.pid, 'SIGTERM') : process.exit(+process.argv[2]);");
    Thread.sleep(SETTLED);
    assertThat(ambit(Map.of(), "run", "end.js", "3").code()).isEqualTo(3);
    assertThat(withoutJava("run", "end.js", "42").code()).isEqualTo(42);
    assertThat(withoutJava("run", "end.js", "kill").code()).isEqualTo(128 + 15);
  }

  @Test
  void twoAtOnceBothRun() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(builder(Map.of(), List.of(ambit.launcher().toString(), "run", "app.js"))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertWarm();
  }
}
