package dev.ambit.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.settings.Mode;
import dev.ambit.core.settings.Undeclared;
import org.junit.jupiter.api.Test;

class PluginHostTest {
  @Test
  void hostMayLoadFromWhatDependsOnIt() {
    Trees trees = new Trees().with("host@1.0.0", "dependency:@dependents").with("plugin@1.0.0").with("other@1.0.0").listing("plugin", "host");
    PolicyManifest manifest = PolicyCompiler.compile(trees.assess(trees.reviewed(), Undeclared.NONE), Mode.ENFORCE);
    assertThat(entry(manifest, "host@1.0.0").dependents()).extracting(i -> manifest.packages().get(i).id())
        .contains("plugin@1.0.0", manifest.packages().getFirst().id())
        .doesNotContain("other@1.0.0", "host@1.0.0");
    assertThat(entry(manifest, "plugin@1.0.0").dependents()).isEmpty();
  }

  @Test
  void helperFindsTheBinariesOfItsDependentsButNotTheirOtherDependencies() {
    Trees trees =
        new Trees().with("helper@1.0.0", "dependency:@dependents").with("addon@1.0.0").with("addon-linux@1.0.0")
            .with("other-linux@1.0.0").with("client@1.0.0")
            .listing("addon", "helper", "addon-linux", "client").platformBound("addon-linux").platformBound("other-linux");
    PolicyManifest manifest = PolicyCompiler.compile(trees.assess(trees.reviewed(), Undeclared.NONE), Mode.ENFORCE);
    assertThat(entry(manifest, "helper@1.0.0").dependents()).extracting(i -> manifest.packages().get(i).id())
        .contains("addon@1.0.0", "addon-linux@1.0.0")
        .doesNotContain("client@1.0.0", "other-linux@1.0.0");
  }

  private static PolicyManifest.Entry entry(PolicyManifest manifest, String id) {
    return manifest.packages().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }
}
