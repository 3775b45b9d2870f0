package dev.ambit.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.settings.Undeclared;
import java.util.Objects;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class ModuleRunnersTest {
  @Test
  void runnerWantsWhatTheFilesThatItRunsWant() {
    Trees trees =
        new Trees()
            .with("runner@1.0.0", "vm.SyntheticModule", "dependency:@dependents")
            .with("below@1.0.0", "fs.readFile")
            .with("deep@1.0.0", "os.cpus")
            .with("other@1.0.0", "http.request")
            .listing("runner", "below")
            .listing("below", "deep");
    assertThat(wanted(trees, "runner"))
        .contains(parse("fs.readFile"), parse("os.cpus"), parse("http.request"), parse("dependency:deep"))
        .doesNotContain(parse("dependency:other"));
    assertThat(wanted(trees, "below")).doesNotContain(parse("os.cpus"), parse("http.request"));
  }

  @Test
  void whoRunsTextsButLoadsNothingIsNoRunner() {
    Trees trees =
        new Trees().with("script@1.0.0", "vm.SyntheticModule").with("host@1.0.0", "vm.Script", "dependency:@dependents")
            .with("other@1.0.0", "http.request");
    assertThat(wanted(trees, "script")).doesNotContain(parse("http.request"));
    assertThat(wanted(trees, "host")).doesNotContain(parse("http.request"));
  }

  private static SortedSet<Capability> wanted(Trees trees, String name) {
    return Objects.requireNonNull(trees.assess(trees.reviewed(), Undeclared.NONE).standings().get("node_modules/" + name))
        .declared()
        .capabilities();
  }

  private static Capability parse(String text) {
    return Capability.parse(text);
  }
}
