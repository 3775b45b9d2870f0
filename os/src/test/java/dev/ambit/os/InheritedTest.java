package dev.ambit.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class InheritedTest {
  @Test
  void withoutTheLauncherNothingIsKnownAndTheEnvironmentIsTheJvms() {
    Inherited inherited = Inherited.of(Map.of(), Map.of("LC_ALL", "C", "A", "1"));
    assertThat(inherited.blockedSignals()).isEmpty();
    assertThat(inherited.ignoredSignals()).isEmpty();
    assertThat(inherited.descriptors()).isEmpty();
    assertThat(inherited.environment()).isEqualTo(Map.of("LC_ALL", "C", "A", "1"));
  }

  @Test
  void whatTheLauncherWroteIsRead() {
    Inherited inherited = Inherited.of(
        Map.of(Inherited.PROPERTY, "4:8000000000001000:3,10"), Map.of("LC_ALL", "C.UTF-8", "A", "1"));
    assertThat(inherited.blockedSignals()).hasValue(4);
    assertThat(inherited.ignoredSignals()).hasValue(0x8000000000001000L);
    assertThat(inherited.descriptors()).containsExactly(3, 10);
    assertThat(inherited.environment()).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void theLocaleThatTheLauncherReplacedComesBack() {
    assertThat(Inherited.of(
            Map.of(Inherited.PROPERTY, "::", Inherited.LC_ALL_PROPERTY, ""), Map.of("LC_ALL", "C.UTF-8")).environment())
        .isEqualTo(Map.of("LC_ALL", ""));
  }

  @Test
  void anotherFormIsRefused() {
    assertThatThrownBy(() -> Inherited.of(Map.of(Inherited.PROPERTY, "4:0"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`ambit.inherited` is `4:0`, not `blocked:ignored:descriptors`");
  }
}
