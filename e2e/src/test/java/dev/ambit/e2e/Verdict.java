package dev.ambit.e2e;

import dev.ambit.e2e.Outcome.Event;
import dev.ambit.e2e.Scenario.Contained;
import dev.ambit.e2e.Scenario.Mode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;

/// Compares what a run came to with what the scenario expects. Each method returns normally or fails with
/// all differences at once.
final class Verdict {
  private Verdict() {}

  /// The clean tree, contained or not, works and nothing else happens.
  static void clean(Scenario scenario, Outcome outcome) {
    judge(outcome, scenario.clean().stdout(), 0, Set.of(), List.of());
  }

  /// The attack works where nobody stops it; otherwise it would prove nothing.
  static void plainAttack(Scenario scenario, Outcome outcome) {
    judge(outcome, scenario.attack().stdout(), 0, kinds(scenario), List.of());
  }

  /// The attack under the guard comes to what the scenario says.
  static void containedAttack(Scenario scenario, Outcome outcome) {
    Contained contained = scenario.contained();
    String kind = scenario.mode() == Mode.OBSERVE ? "observed" : "denied";
    SortedSet<Event> events = new TreeSet<>();
    contained.denials().forEach(denial -> events.add(new Event(kind, denial)));
    Set<Effect.Kind> effects = scenario.expectation().effectHappens() ? kinds(scenario) : Set.of();
    judge(outcome, contained.stdout(), contained.exit(), effects, events);
    if (!outcome.stderr().contains(contained.stderr())) {
      throw new AssertionError("stderr does not hold `" + contained.stderr() + "`\n" + outcome);
    }
  }

  private static Set<Effect.Kind> kinds(Scenario scenario) {
    return scenario.effect().orElseThrow().kinds();
  }

  private static void judge(
      Outcome outcome, String stdout, int exit, Set<Effect.Kind> effects, Collection<Event> events) {
    SoftAssertions.assertSoftly(
        softly -> {
          softly.assertThat(outcome.effects()).as("effects; %s", outcome).isEqualTo(effects);
          softly.assertThat(outcome.stdout()).as("stdout").isEqualTo(stdout);
          softly.assertThat(outcome.exit()).as("exit code").isEqualTo(exit);
          softly.assertThat(outcome.events()).as("events").containsExactlyElementsOf(events);
        });
  }
}
