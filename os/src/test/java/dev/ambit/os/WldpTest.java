package dev.ambit.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a stand-in library with the binary interface of Windows, compiled here.
final class WldpTest {
  private static final Path SOURCE = Path.of(System.getProperty("ambit.repo"), "os/src/test/c/wldp.c");

  @TempDir private Path folder;

  private Wldp windows(String... functions) throws Exception {
    Path library = folder.resolve("wldp.so");
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-Wall", "-Werror", "-Wno-unused-function", "-o", library.toString()));
    for (String function : functions) {
      command.add("-D" + function);
    }
    command.add(SOURCE.toString());
    try {
      Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(compiler.waitFor()).as(output).isZero();
    } catch (IOException e) {
      throw new AssertionError("this test compiles a stand-in for Windows and needs a C compiler: sudo apt install gcc", e);
    }
    return Wldp.of(library, library);
  }

  // the first letter is what WldpGetApplicationSettingBoolean answers, the second what WldpQuerySecurityPolicy does
  @ParameterizedTest
  @CsvSource({"TT, true", "TF, true", "LN, true", "FT, false", "FN, false", "NT, true", "NF, false", "NL, true"})
  void aSettingIsThatOfTheApplicationElseThatOfThePolicy(String name, boolean expected) throws Exception {
    try (Wldp wldp = windows("APPLICATION_SETTINGS", "SECURITY_POLICY")) {
      assertThat(wldp.setting(name)).contains(expected);
    }
  }

  @Test
  void aSettingThatNobodyMadeIsAbsent() throws Exception {
    try (Wldp wldp = windows("APPLICATION_SETTINGS", "SECURITY_POLICY")) {
      assertThat(wldp.setting("NN")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EN", "OT", "NE", "NO", "NB"})
  void anyOtherAnswerIsAnException(String name) throws Exception {
    try (Wldp wldp = windows("APPLICATION_SETTINGS", "SECURITY_POLICY")) {
      assertThatThrownBy(() -> wldp.setting(name))
          .isInstanceOf(SystemCallException.class)
          .hasMessageStartingWith("cannot read the setting `" + name + "`: ");
    }
  }

  @Test
  void anOlderWindowsHasThePolicyAlone() throws Exception {
    try (Wldp wldp = windows("SECURITY_POLICY")) {
      assertThat(wldp.setting("FT")).contains(true);
      assertThat(wldp.setting("TN")).isEmpty();
    }
  }

  @Test
  void aStillOlderWindowsHasNoSettings() throws Exception {
    try (Wldp wldp = windows()) {
      assertThat(wldp.setting("TT")).isEmpty();
    }
  }

  @Test
  void aFileThatThePolicyAllowsMayRun() throws Exception {
    Path file = Files.writeString(folder.resolve("a.js"), "allowed");
    try (Wldp wldp = windows("FILE_CHECK")) {
      assertThatCode(() -> wldp.requireExecutable(file)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "blocked, the policy of this machine says no", "sandbox, the policy of this machine says no",
    "error, windows answers 0x80004005", "odd, windows answers 0x00000001"
  })
  void everyOtherFileMayNot(String content, String reason) throws Exception {
    Path file = Files.writeString(folder.resolve("a.js"), content);
    try (Wldp wldp = windows("FILE_CHECK")) {
      assertThatThrownBy(() -> wldp.requireExecutable(file))
          .isInstanceOf(SystemCallException.class)
          .hasMessage("`" + file + "` may not run: " + reason);
    }
  }

  @Test
  void aFileThatCannotBeOpenedMayNotRun() throws Exception {
    try (Wldp wldp = windows("FILE_CHECK")) {
      assertThatThrownBy(() -> wldp.requireExecutable(folder.resolve("gone.js"))).hasMessageContaining("cannot be opened");
    }
  }

  @Test
  void aWindowsThatCannotCheckFilesLetsNoneRun() throws Exception {
    Path file = Files.writeString(folder.resolve("a.js"), "allowed");
    try (Wldp wldp = windows("APPLICATION_SETTINGS", "SECURITY_POLICY")) {
      assertThatThrownBy(() -> wldp.requireExecutable(file)).hasMessageContaining("this windows cannot check files");
    }
  }

  @Test
  void withoutTheLibraryThereIsNoPolicy() {
    assertThat(Wldp.ofWindows(folder)).isEmpty();
  }
}
