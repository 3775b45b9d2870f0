package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationsTest {
  @ParameterizedTest
  @CsvSource({
    "node_modules/a,a", "node_modules/@s/a,@s/a", "x/node_modules/a,a", "node_modules/a/node_modules/@s/b,@s/b",
    "../x/node_modules/a,a", "node_modules/a/x,", "node_modules/@s,", "node_modules/@s/a/x,", "packages/a,", "'',",
    "node_modules,", "my_node_modules/a,"
  })
  void theNameUnderWhichNodeFindsAPlace(String location, @Nullable String name) {
    assertThat(Locations.installedName(location)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"packages/a,a", "packages/@s/a,@s/a", "@s/a,@s/a", "a,a", "../lib,lib"})
  void theNameThatNpmGivesAFolder(String location, String name) {
    assertThat(Locations.folderName(location)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"a/b,a", "a,''", "'',", "..,", "../..,", "../a,..", "../../a/b,../../a"})
  void theFolderAround(String location, @Nullable String parent) {
    assertThat(Locations.parent(location)).isEqualTo(parent);
  }

  @Test
  void theWalkDoesNotEnterTheProjectFromOutside() {
    Set<String> locations = Set.of("", "../lib", "node_modules/a");
    assertThat(Locations.find("../lib", "a", locations, Map.of())).isNull();
    assertThat(Locations.find("src/deep", "a", locations, Map.of())).isEqualTo("node_modules/a");
  }

  @Test
  void whatLiesUnseenInNodeModulesBelongsToNobody() {
    Set<String> locations = Set.of("", "node_modules/a", "packages/w");
    assertThat(Locations.owner("src/x", locations)).isEmpty();
    assertThat(Locations.owner("packages/w/src", locations)).isEqualTo("packages/w");
    assertThat(Locations.owner("node_modules/a/lib/x.js", locations)).isEqualTo("node_modules/a");
    assertThat(Locations.owner("node_modules/.cache/x.js", locations)).isNull();
    assertThat(Locations.owner("src/node_modules/x", locations)).isNull();
    assertThat(Locations.owner("../elsewhere", locations)).isNull();
  }
}
