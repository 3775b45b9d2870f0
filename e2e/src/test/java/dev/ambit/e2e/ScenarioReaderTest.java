package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ambit.e2e.Scenario.Denial;
import dev.ambit.e2e.Scenario.Expectation;
import dev.ambit.e2e.Scenario.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioReaderTest {
  private static final String DENIED =
      """
      {"title": "a package writes a file", "clean": {"stdout": "hello\\n"}, "effect": {"changed": "markers/ran"},
       "contained": {"denials": [{"package": "a@1.0.1", "capability": "fs"}]}, "expect": "denied"}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectory(folder.resolve("app"));
    Files.createDirectory(folder.resolve("attack"));
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws IOException {
    Scenario scenario = read(DENIED);
    assertThat(scenario.mode()).isEqualTo(Mode.ENFORCE);
    assertThat(scenario.nodeLines()).containsExactly(22, 24, 26);
    assertThat(scenario.clean()).isEqualTo(new Scenario.Run(List.of("index.js"), "", "hello\n"));
    assertThat(scenario.attack()).isEqualTo(scenario.clean());
    assertThat(scenario.contained().stdout()).isEqualTo("hello\n");
    assertThat(scenario.contained().exit()).isZero();
    assertThat(scenario.contained().denials()).containsExactly(new Denial("a@1.0.1", "fs"));
  }

  @Test
  void outputOfTheAttackStaysWhereItIsNotStopped() throws IOException {
    String bypass = DENIED.replace("denied", "bypass");
    Scenario scenario = read(bypass.replace("\"changed\": \"markers/ran\"", "\"stdout\": \"evil\""));
    assertThat(scenario.expectation()).isEqualTo(Expectation.BYPASS);
    assertThat(scenario.attack().stdout()).isEqualTo("evil");
    assertThat(scenario.contained().stdout()).isEqualTo("evil");
  }

  @Test
  void unknownFieldIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(DENIED.replace("\"title\"", "\"tittle\"")))
        .withMessageContaining("tittle");
  }

  @Test
  void unknownExpectationIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(DENIED.replace("denied", "skipped")))
        .withMessageContaining("expect");
  }

  @Test
  void duplicateFieldIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(DENIED.replace("{\"title\"", "{\"expect\": \"bypass\", \"title\"")));
  }

  @Test
  void attackWithoutEffectIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(DENIED.replace("\"effect\": {\"changed\": \"markers/ran\"},", "")));
  }

  @Test
  void attackFolderWhereNothingIsAttackedIsAnError() {
    String works = "{\"title\": \"nothing is attacked\", \"clean\": {\"stdout\": \"\"}, \"expect\": \"works\"}";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(works))
        .withMessageContaining("attack");
  }

  @Test
  void folderWithoutExpectJsonIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScenarioReader().read(folder))
        .withMessageContaining("expect.json");
  }

  private Scenario read(String expect) throws IOException {
    Files.writeString(folder.resolve("expect.json"), expect);
    return new ScenarioReader().read(folder);
  }
}
