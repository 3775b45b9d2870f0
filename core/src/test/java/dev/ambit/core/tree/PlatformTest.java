package dev.ambit.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "darwin | arm64 |       | 'os': ['darwin'], 'cpu': ['arm64']    | true",
        "darwin | arm64 |       | 'os': ['darwin'], 'cpu': ['x64']      | false",
        "darwin | arm64 |       | 'os': ['!win32']                      | true",
        "win32  | x64   |       | 'os': ['!win32']                      | false",
        "win32  | x64   |       | 'os': ['win32', '!win32']             | false",
        "win32  | x64   |       | 'os': ['!linux', 'darwin']            | false",
        "win32  | x64   |       | 'os': 'any'                           | true",
        "win32  | x64   |       | 'os': []                              | true",
        "linux  | x64   | musl  | 'libc': ['musl']                      | true",
        "linux  | x64   | glibc | 'libc': ['musl']                      | false",
        "linux  | x64   | glibc | 'os': ['linux'], 'libc': ['!musl']    | true",
        "darwin | x64   |       | 'libc': ['glibc']                     | false"
      })
  void anEntrySuitsAPlatformAsWithNpm(String os, String cpu, @Nullable String libc, String fields, boolean suits)
      throws Exception {
    String lock = "{'lockfileVersion': 3, 'packages': {'node_modules/a': {" + fields + "}}}";
    LockFile file = LockFile.parse("package-lock.json", lock.replace('\'', '"'));
    assertThat(file.entries().values()).singleElement()
        .satisfies(entry -> assertThat(new Platform(os, cpu, libc).suits(entry)).isEqualTo(suits));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'os': ['linux']                             | true",
        "'os': ['!win32']                            | true",
        "'os': ['linux', 'darwin'], 'cpu': ['x64']   | true",
        "'libc': ['musl']                            | true",
        "'os': ['darwin', 'linux', 'win32', 'sunos'] | false",
        "'os': ['!aix']                              | false",
        "'os': ['darwin', 'linux', 'win32'], 'cpu': ['x64'] | true",
        "'os': 'any'                                 | false"
      })
  void packageForTheCommonSystemsIsBoundToNone(String fields, boolean bound) throws Exception {
    String lock = "{'lockfileVersion': 3, 'packages': {'node_modules/a': {" + fields + "}}}";
    LockFile file = LockFile.parse("package-lock.json", lock.replace('\'', '"'));
    assertThat(file.entries().values()).singleElement()
        .satisfies(entry -> assertThat(entry.platformBound()).isEqualTo(bound));
  }

  @Test
  void thisMachineHasNodesWords() {
    assertThat(Platform.current().os()).isIn("linux", "darwin", "win32", "freebsd", "openbsd", "aix", "sunos");
    assertThat(Platform.current().cpu()).isIn("x64", "arm64", "arm", "ia32", "ppc64", "s390x", "riscv64", "loong64");
  }
}
