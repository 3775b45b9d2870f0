package dev.ambit.e2e;

import dev.ambit.core.json.Json;
import dev.ambit.e2e.Scenario.Denial;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a run came to.
///
/// @param effects what of the scenario's effect showed
/// @param events the denials that the guard reported, those that it only observed included
record Outcome(int exit, String stdout, String stderr, SortedSet<Effect.Kind> effects, SortedSet<Event> events) {
  /// One line of the guard's report.
  ///
  /// @param kind `denied` or `observed`
  record Event(String kind, Denial denial) implements Comparable<Event> {
    /// Reads the line.
    static Event of(String line) {
      JsonNode event = Json.MAPPER.readTree(line);
      return new Event(
          event.path("event").stringValue(),
          new Denial(event.path("package").stringValue(), event.path("capability").stringValue()));
    }

    @Override
    public int compareTo(Event other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : denial.compareTo(other.denial);
    }

    @Override
    public String toString() {
      return kind + " " + denial;
    }
  }

  /// Reads a report, one JSON object a line.
  static SortedSet<Event> events(String report) {
    return report.lines().map(Event::of).collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public String toString() {
    return "exit " + exit + ", effects " + effects + ", events " + events
        + "\nstdout: " + stdout + "\nstderr: " + stderr;
  }
}
