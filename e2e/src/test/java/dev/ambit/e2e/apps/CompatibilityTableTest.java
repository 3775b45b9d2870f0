package dev.ambit.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `docs/reference/compatibility.md` lists the applications as they are. `-Dambit.update=true` writes it
/// anew, which a build in CI refuses.
class CompatibilityTableTest {
  @Test
  void theTableListsEveryApplication() throws IOException {
    Path file = Path.of(System.getProperty("ambit.repo"), "docs/reference/compatibility.md");
    String table = table();
    if (Boolean.getBoolean("ambit.update")) {
      assertThat(System.getenv("CI")).as("CI compares, it does not write").isNull();
      Files.createDirectories(file.getParent());
      Files.writeString(file, table);
    }
    assertThat(Files.readString(file)).isEqualTo(table);
  }

  private static String table() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Compatibility\n\nWritten by `CompatibilityTableTest`; `PopularPackagesTest` installs each from npm and runs ");
    text.append("it unmodified on Node 22, 24 and 26, plain and contained: `init`, then enforce mode without any grant. ");
    text.append("It must print and return the same. A row with a reason turns red when the reason is gone.\n\n");
    text.append("| application | what it does | packages | contained |\n|---|---|---|---|\n");
    for (Application application : Application.all()) {
      text.append("| [").append(application.name()).append("](../../e2e/apps/").append(application.name());
      text.append("/package.json) | ").append(application.description()).append(" | ");
      text.append(String.join(", ", application.packages())).append(" | ");
      text.append(application.broken().map(why -> "no: " + why).orElse("as plain")).append(" |\n");
    }
    return text.toString();
  }
}
