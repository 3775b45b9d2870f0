package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeCommandLineTest {
  @TempDir private Path folder;

  @BeforeEach
  void create() throws Exception {
    folder = Files.createDirectory(folder.toRealPath().resolve("project"));
    Files.writeString(folder.resolve("app.js"), "");
    Files.writeString(folder.resolveSibling("outside.js"), "");
    Files.createSymbolicLink(folder.resolve("link.js"), folder.resolveSibling("outside.js"));
  }

  private NodeCommandLine read(String line) throws LaunchException {
    return NodeCommandLine.of(List.of(line.split(" ", -1)), ProjectFolder.of(folder), folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "app.js", "app", "--no-warnings app.js -e", "--max_old_space_size=50 app.js", "--title x app.js", "-- app.js",
      "--require ./app.js app.js", "-r ./app app.js", "--import=./app.js app.js", "--import tsx app.js", "--test",
      "--test --test-name-pattern x tests/**", "--version", "--run test", "--env-file=.env app.js", ".",
      "--conditions dev app.js", "--stack-trace-limit=5 app.js -p -"
  })
  void theseAreAllowed(String line) throws LaunchException {
    if (line.equals(".")) {
      assertThat(read(line).arguments()).containsExactly(".");
    } else {
      assertThat(read(line).arguments()).containsExactly(line.split(" ", -1));
      assertThat(read(line).warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "-e 1", "--eval=1", "-p 1", "--print 1", "-pe 1", "-i", "--interactive", "-", "--no-warnings -"
  })
  void codeThatIsInNoFileIsRefused(String line) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(LaunchException.class)
        .hasMessageEndingWith("` runs code that is in no file, so no manifest knows it; "
            + "write it to a file and `ambit run file.js`");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "--experimental-loader ./app.js app.js | `--experimental-loader` runs code before or beside the guard; leave it out",
      "--snapshot-blob x app.js | `--snapshot-blob` runs code before or beside the guard; leave it out",
      "--expose_internals app.js | `--expose_internals` gives code powers that the guard does not contain; leave it out",
      "--preserve-symlinks app.js | `--preserve-symlinks` changes where packages are found; leave it out",
      "--made-up app.js | `--made-up` is no flag of Node that ambit knows to be harmless; leave it out",
      "--title | `--title` needs a value: `--title=…`",
      "--require --import app.js | `--require` needs a value: `--require=…`",
      "--import data:text/javascript,1 app.js | `--import data:text/javascript,1` runs code that is in no file of the project; write it to one",
      "missing.js | no file `missing.js`; to run a program: `ambit run -- missing.js`",
  })
  void theseAreRefusedWithAReason(String line, String message) {
    assertThatThrownBy(() -> read(line.strip())).isInstanceOf(LaunchException.class).hasMessage(message.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "../outside.js", "link.js", "/dev/null", "--require ../outside.js app.js", "-r ./link.js app.js"
  })
  void filesOutsideOfTheProjectAreRefused(String line) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("` is outside of the project `" + folder + "`, so no manifest knows its code; ");
  }

  @Test
  void aFileUrlIsAFileToo() throws LaunchException {
    assertThat(read("--import " + folder.resolve("app.js").toUri() + " app.js").warnings()).isEmpty();
    assertThatThrownBy(() -> read("--import " + folder.resolveSibling("outside.js").toUri() + " app.js"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("is outside of the project");
  }

  @Test
  void nothingToRunIsRefused() {
    assertThatThrownBy(() -> NodeCommandLine.of(List.of(), ProjectFolder.of(folder), folder))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("`node` without a file reads code from the terminal or standard input");
    assertThatThrownBy(() -> read("inspect app.js"))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("`node inspect` takes code from the terminal; ");
  }

  @Test
  void aDebuggerIsAllowedWithAWarning() throws LaunchException {
    assertThat(read("--inspect-brk=0 app.js").warnings())
        .containsExactly("`--inspect-brk` opens a debugger, through which any code runs uncontained");
  }
}
