package dev.ambit.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Needs Linux 6.14.
final class KernelFeaturesTest {
  @Test
  void thisKernelHasAllThatTheTestsNeed() {
    KernelFeatures features = KernelFeatures.ofThisMachine();
    assertThat(features.executionCheck()).isTrue();
    assertThat(features.sealedMemory()).isTrue();
    assertThat(features.closeRange()).isTrue();
    assertThat(features.landlock()).isNotNegative();
  }
}
