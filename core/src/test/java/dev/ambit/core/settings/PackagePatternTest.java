package dev.ambit.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.tree.PackageId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackagePatternTest {
  private static boolean allows(String pattern, String id) {
    return PackagePattern.parse(pattern).allows(PackageId.parse(id));
  }

  private static boolean denies(String pattern, String id) {
    return PackagePattern.parse(pattern).denies(PackageId.parse(id));
  }

  @Test
  void nameAloneMeansEveryVersion() {
    assertThat(List.of("a@1.0.0", "a@2.0.0-rc.1", "a@weird")).allMatch(id -> allows("a", id) && denies("a", id));
    assertThat(allows("a", "aa@1.0.0") || denies("a", "@s/a@1.0.0")).isFalse();
  }

  @Test
  void rangeMeansWhatItMeansToNpm() {
    assertThat(allows("@s/a@0.25", "@s/a@0.25.9")).isTrue();
    assertThat(allows("@s/a@0.25", "@s/a@0.26.0")).isFalse();
    assertThat(allows("a@1 || >=3 <4", "a@3.9.9")).isTrue();
    assertThat(allows("a@1.0.0-rc.1", "a@1.0.0-rc.1")).isTrue();
  }

  @Test
  void denialCoversPrereleasesThatAllowanceDoesNot() {
    assertThat(allows("a@>=1", "a@2.0.0-rc.1")).isFalse();
    assertThat(denies("a@>=1", "a@2.0.0-rc.1")).isTrue();
  }

  @Test
  void denialCoversVersionsThatNoRangeCanJudge() {
    assertThat(allows("a@*", "a@weird")).isFalse();
    assertThat(denies("a@^5", "a@weird")).isTrue();
    assertThat(denies("b@^5", "a@weird")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "@", "a@", "a@ ", "@s", "@s/", "../a", "a b", ".a", "a@latest", "a@npm:b@1", "a@1.+", "a@[1,2]"})
  void whatIsNoNameOrRangeIsRefused(String text) {
    assertThatThrownBy(() -> PackagePattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`");
  }
}
