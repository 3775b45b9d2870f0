package dev.ambit.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of commands that report: the common ones, and where and how the result is written.
final class GlobalOptions extends CommonOptions {
  /// Forms in which results are printed.
  enum Format {
    human,
    json
  }

  @Option(names = {"-f", "--format"}, paramLabel = "FORMAT", description = "human or json")
  Format format = Format.human;

  @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "write the result to FILE instead of stdout")
  @Nullable Path output;
}
