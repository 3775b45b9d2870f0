package dev.ambit.cli;

import dev.ambit.cli.demo.Story;
import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Attacks a real application twice, plain and contained, and shows what happens.
@Command(name = "demo", mixinStandardHelpOptions = true, description = "attack a real application twice, plain and contained, and show what happens")
final class DemoCommand extends ProjectCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--keep", description = "keep the folder of the application and say where it is")
  private boolean keep;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Path folder = Files.createTempDirectory("ambit-demo");
    boolean human = options.format == GlobalOptions.Format.human && options.output == null;
    StringBuilder told = new StringBuilder();
    try {
      Story story =
          Story.play(
              folder,
              line -> {
                told.append(line).append('\n');
                if (human) {
                  console.line(line);
                } else {
                  console.note(line);
                }
              });
      if (!human) {
        write(console, json(story), told.toString().stripTrailing());
      }
      if (!story.isGood()) {
        throw new CommandException(ExitCode.INTERNAL, "the demonstration did not end as it should", "ambit demo --keep");
      }
      return ExitCode.CLEAN;
    } finally {
      if (keep) {
        console.note("kept " + folder);
      } else {
        delete(folder);
      }
    }
  }

  private static ObjectNode json(Story story) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("packages", story.packages());
    json.putObject("plain").put("leaked", story.plainLeaked());
    ObjectNode contained = json.putObject("contained");
    contained.put("leaked", story.containedLeaked());
    contained.put("sameAnswers", story.sameAnswers());
    contained.put("requests", story.requests());
    ArrayNode denials = contained.putArray("denials");
    story.denials().forEach(denials::add);
    return json;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
