package dev.ambit.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    List<Application> all = Application.all();
    long working = all.stream().filter(application -> application.broken().isEmpty()).count();
    int ungranted = 0;
    for (Application application : all) {
      ungranted += application.broken().isEmpty() && application.grants() == 0 ? 1 : 0;
    }
    StringBuilder text = new StringBuilder();
    text.append("# Compatibility\n\nWritten by `CompatibilityTableTest`; `PopularPackagesTest` installs each from npm and runs ");
    text.append("it unmodified on each Node line, plain and contained: `init`, then enforce mode. ");
    text.append("It must print and return the same. What does not is a row with its cause, which turns red when the cause ");
    text.append("is gone. *Grants* counts what the application's own `ambit.json` allows on top of the generated ");
    text.append("declarations.\n\n");
    text.append("%d of %d applications run as plain, %d of them without a single grant.\n\n".formatted(working, all.size(), ungranted));
    text.append("| application | what it does | packages |");
    PopularPackagesTest.LINES.forEach(line -> text.append(" Node ").append(line).append(" |"));
    text.append(" grants |\n|---|---|---|").append("---|".repeat(PopularPackagesTest.LINES.size())).append("---:|\n");
    for (Application application : all) {
      text.append("| [").append(application.name()).append("](../../e2e/apps/").append(application.name());
      text.append("/package.json) | ").append(application.description());
      application.broken().ifPresent(why -> text.append("; open: ").append(why));
      text.append(" | ").append(String.join(", ", application.packages())).append(" |");
      String cell = application.broken().isPresent() ? " no |" : " as plain |";
      text.append(cell.repeat(PopularPackagesTest.LINES.size())).append(' ').append(application.grants()).append(" |\n");
    }
    return text.toString();
  }
}
