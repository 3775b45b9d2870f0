package dev.ambit.core.tree;

import dev.ambit.core.finding.Location;
import org.jspecify.annotations.Nullable;

/// The project has no tree that can be read: something is missing, malformed or of another package manager.
public final class TreeException extends Exception {
  private static final long serialVersionUID = 1;
  private final String help;
  private final transient @Nullable Location location;

  TreeException(String message, String help, @Nullable Location location) {
    super(message);
    this.help = help;
    this.location = location;
  }

  TreeException(String message, String help) {
    this(message, help, null);
  }

  /// The next command to run.
  public String help() {
    return help;
  }

  /// Where in which file, or null when no file is to blame.
  public @Nullable Location location() {
    return location;
  }
}
