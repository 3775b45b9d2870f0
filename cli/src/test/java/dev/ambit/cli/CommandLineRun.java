package dev.ambit.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a command line comes to.
///
/// @param code exit code
/// @param output all of stdout
/// @param errors all of stderr
record CommandLineRun(int code, String output, String errors) {
  /// Runs the command within this JVM.
  static CommandLineRun of(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        ScopedValue.where(Ambit.REDIRECTED_OUT, new PrintStream(out, true, StandardCharsets.UTF_8))
            .where(Ambit.REDIRECTED_ERR, new PrintStream(err, true, StandardCharsets.UTF_8))
            .call(() -> Ambit.run(args));
    return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
