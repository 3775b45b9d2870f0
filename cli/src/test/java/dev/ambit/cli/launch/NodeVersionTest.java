package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeVersionTest {
  @ParameterizedTest
  @CsvSource({
      "v20.20.2, false, false", "v22.14.9, false, true", "v22.15.0, true, true", "v23.4.0, false, false",
      "v23.5.0, true, false", "v24.0.0, true, true", "v25.1.0, true, false", "v26.10.0, true, true",
      "v27.0.0-nightly2026112100aa, true, false", "v24.0.0-rc.1, true, false"
  })
  void supportedAndTestedVersions(String answer, boolean supported, boolean tested) {
    NodeVersion version = NodeVersion.parse(answer).orElseThrow();
    assertThat(version.isSupported()).isEqualTo(supported);
    assertThat(version.isTested()).isEqualTo(tested);
  }

  @Test
  void textIsKeptWithoutTheLetter() {
    assertThat(NodeVersion.parse("v25.0.0-nightly20251001\n"))
        .hasValue(new NodeVersion(25, 0, 0, "25.0.0-nightly20251001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "24.0.0", "v24", "v24.0.0 extra", "volta 2.0.1", "v99999.0.0", "v24.0.0\nv24.0.0"})
  void otherAnswersAreNoVersion(String answer) {
    assertThat(NodeVersion.parse(answer)).isEmpty();
  }
}
