package dev.ambit.e2e;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// How an attack shows. Where several are given, all of them show.
///
/// @param sink a text that the sink receives
/// @param changed a file that appears or changes, relative to the playground
/// @param stdout all that the application prints instead of its clean output
record Effect(Optional<String> sink, Optional<String> changed, Optional<String> stdout) {
  /// The ways to show.
  enum Kind {
    SINK,
    CHANGED,
    STDOUT
  }

  /// The kinds that are given.
  SortedSet<Kind> kinds() {
    SortedSet<Kind> kinds = new TreeSet<>();
    sink.ifPresent(text -> kinds.add(Kind.SINK));
    changed.ifPresent(file -> kinds.add(Kind.CHANGED));
    stdout.ifPresent(text -> kinds.add(Kind.STDOUT));
    return kinds;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("effect:");
    sink.ifPresent(s -> text.append(" the sink receives `").append(s).append('`'));
    changed.ifPresent(c -> text.append(" `").append(c).append("` changes"));
    stdout.ifPresent(s -> text.append(" prints `").append(s.strip()).append('`'));
    return text.toString();
  }
}
