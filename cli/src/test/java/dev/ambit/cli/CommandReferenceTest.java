package dev.ambit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `docs/reference/commands.md` is what the commands say of themselves. `-Dambit.update=true` writes it
/// anew, which a build in CI refuses.
class CommandReferenceTest {
  private static final Path PAGE = Path.of(System.getProperty("ambit.repo"), "docs/reference/commands.md");

  @Test
  void thePageSaysWhatTheCommandsSay() throws IOException {
    String page = page();
    if (Boolean.getBoolean("ambit.update")) {
      assertThat(System.getenv("CI")).as("CI compares, it does not write").isNull();
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page() {
    StringBuilder text = new StringBuilder("# Commands\n\nWritten by `CommandReferenceTest` from the commands themselves.\n");
    text.append("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
    for (ExitCode code : ExitCode.values()) {
      text.append("| ").append(code.code()).append(" | ").append(code.meaning()).append(" |\n");
    }
    text.append("\n`ambit run` ends with the exit code of the program that it became.\n");
    CommandLine ambit = new CommandLine(new Ambit());
    new TreeMap<>(ambit.getSubcommands())
        .forEach(
            (name, command) -> {
              String usage = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
              text.append("\n## ambit ").append(name).append("\n\n```\n").append(usage.strip()).append("\n```\n");
            });
    return text.toString();
  }
}
