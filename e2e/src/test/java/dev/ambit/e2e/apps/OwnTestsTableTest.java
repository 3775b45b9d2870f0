package dev.ambit.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnTestsTableTest {
  @Test
  void theTableListsEverySuiteAsItIs() throws IOException {
    Map<String, Map<Integer, OwnTestsTable.Passed>> recorded = OwnTestsTable.recorded();
    assertThat(Files.readString(OwnTestsTable.file())).isEqualTo(OwnTestsTable.text(recorded));
  }

  @Test
  void theTableHasEqualNumbersForEverySuiteAndUsualLine() throws IOException {
    Map<String, Map<Integer, OwnTestsTable.Passed>> recorded = OwnTestsTable.recorded();
    for (Suite suite : Suite.all()) {
      Map<Integer, OwnTestsTable.Passed> numbers = recorded.getOrDefault(suite.name(), Map.of());
      assertThat(numbers).as(suite.name()).containsKeys(suite.usualLines().toArray(Integer[]::new));
      assertThat(numbers.values()).allSatisfy(passed -> assertThat(passed.contained()).isEqualTo(passed.plain()));
    }
  }
}
