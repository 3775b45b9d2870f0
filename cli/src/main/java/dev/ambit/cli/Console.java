package dev.ambit.cli;

import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a command prints: results to `out`, everything else to `err`; with the two colours that are used.
///
/// @param out results
/// @param err progress, warnings, errors
/// @param env environment variables, for `NO_COLOR`, `FORCE_COLOR`, `CI`
/// @param terminal whether `err` is a terminal
/// @param color `auto`, `always` or `never`
/// @param quiet prints no notes
/// @param progress whether a progress bar may be drawn
public record Console(
    PrintStream out, PrintStream err, Map<String, String> env, boolean terminal, String color, boolean quiet, boolean progress) {

  /// Yellow text.
  public static final String YELLOW = "\u001b[33m%s\u001b[0m";

  /// Prints a result line.
  public void line(String text) {
    out.println(text);
  }

  /// Prints a remark to the error stream, unless quiet.
  public void note(String text) {
    if (!quiet) {
      err.println(text);
    }
  }

  /// Prints an error and what to do about it.
  public void error(String message, @Nullable String help) {
    err.println(paint("31", "ambit: " + message));
    if (help != null) {
      err.println("  " + help);
    }
  }

  /// Red for what was refused, when colours are wanted.
  public String red(String text) {
    return paint("31", text);
  }

  /// Yellow for what wants a look, when colours are wanted.
  public String yellow(String text) {
    return paint("33", text);
  }

  /// Green for what is well, when colours are wanted.
  public String green(String text) {
    return paint("32", text);
  }

  private String paint(String code, String text) {
    return colored() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /// Whether colours are wanted.
  public boolean colored() {
    return switch (color) {
      case "always" -> true;
      case "never" -> false;
      default -> {
        String force = env.get("FORCE_COLOR");
        boolean no = !env.getOrDefault("NO_COLOR", "").isEmpty();
        yield !no && (force == null ? terminal : !force.equals("0"));
      }
    };
  }

  /// A bar on the error stream, drawn only on a terminal outside CI.
  ///
  /// @param what is being done, `analysing`
  /// @param done steps so far
  /// @param total of all steps
  public void progress(String what, int done, int total) {
    if (!progress || quiet || !terminal || !env.getOrDefault("CI", "").isEmpty()) {
      return;
    }
    if (done != total && done % Math.max(1, total / 200) != 0) {
      return; // a terminal takes longer to show a step than a small file takes to hash
    }
    int width = 24;
    int filled = total == 0 ? width : (int) ((long) done * width / total);
    String bar = "#".repeat(filled) + ".".repeat(width - filled);
    err.print("\r" + what + " [" + bar + "] " + done + "/" + total + (done == total ? "\r\u001b[K" : ""));
    err.flush();
  }
}
