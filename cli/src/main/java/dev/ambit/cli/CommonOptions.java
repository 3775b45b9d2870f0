package dev.ambit.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The options that every command has.
class CommonOptions {
  @Option(names = {"-C", "--directory"}, paramLabel = "DIR", description = "work in DIR")
  Path directory = Path.of("");

  @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never")
  String color = "auto";

  @Option(names = {"-q", "--quiet"}, description = "print results and errors only")
  boolean quiet;

  @Option(names = {"-v", "--verbose"}, description = "print more")
  boolean verbose;

  @Option(names = "--no-progress", description = "draw no progress bar")
  boolean noProgress;

  @Option(names = "--stacktrace", description = "print the stack trace of an error")
  boolean stacktrace;

  /// The project folder, absolute.
  Path project() {
    return directory.toAbsolutePath().normalize();
  }

  /// The console that these options ask for, over the given streams.
  Console console(PrintStream out, PrintStream err) {
    // Java cannot tell whether its error stream is a terminal: the launcher says so
    boolean terminal = Boolean.getBoolean("ambit.terminal");
    return new Console(out, err, System.getenv(), terminal, color, quiet, !noProgress);
  }
}
