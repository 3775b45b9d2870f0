package dev.ambit.cli;

import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import tools.jackson.databind.node.ObjectNode;

/// What commands share that print one result, for people or for programs.
abstract class ReportingCommand implements Callable<Integer> {
  abstract GlobalOptions options();

  /// Does the command's work.
  abstract ExitCode run(Console console) throws Exception;

  @Override
  public Integer call() throws Exception {
    return run(options().console(Ambit.out(), Ambit.err())).code();
  }

  /// Prints the result in the wanted form, to the wanted place.
  void write(Console console, ObjectNode json, String text) throws IOException {
    boolean asJson = options().format == GlobalOptions.Format.json;
    String result = asJson ? Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) : text;
    Path output = options().output;
    if (output == null) {
      console.line(result);
    } else {
      AtomicFile.write(output.toAbsolutePath(), (result + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
