package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.cli.launch.IntegrityDemand.FileRule;
import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntegrityDemandTest {
  private static final Set<Path> USERS = Set.of(Path.of("user.pem"));
  private static final Set<Path> ADMINS = Set.of(Path.of("admin.pem"));

  @Test
  void ofTwoDemandsTheStricterOfEachPartWins() {
    IntegrityDemand user =
        new IntegrityDemand(FileRule.AUDIT, InteractiveRule.BLOCKED, false, List.of(USERS), List.of("--audit-code-integrity"));
    IntegrityDemand admin =
        new IntegrityDemand(FileRule.ENFORCE, InteractiveRule.ALLOWED, true, List.of(ADMINS), List.of("admin.json"));
    IntegrityDemand both =
        new IntegrityDemand(FileRule.ENFORCE, InteractiveRule.BLOCKED, true, List.of(USERS, ADMINS), List.of("--audit-code-integrity", "admin.json"));
    assertThat(user.and(admin)).isEqualTo(both);
    assertThat(both.and(IntegrityDemand.NONE)).isEqualTo(both);
    assertThat(IntegrityDemand.NONE.and(both)).isEqualTo(both);
  }

  @Test
  void trustIsNeverAddedToASetOnlyBesideIt() {
    IntegrityDemand user = new IntegrityDemand(FileRule.OFF, InteractiveRule.ALLOWED, false, List.of(USERS, Set.of()), List.of());
    IntegrityDemand admin = new IntegrityDemand(FileRule.OFF, InteractiveRule.ALLOWED, false, List.of(ADMINS), List.of());
    assertThat(admin.and(user).trust()).containsExactly(ADMINS, USERS);
    assertThat(admin.and(admin).trust()).containsExactly(ADMINS);
  }

  @Test
  void whoeverDemandsNothingLeavesTheGuardNothingToDo() {
    assertThat(IntegrityDemand.NONE.isActive()).isFalse();
    assertThat(new IntegrityDemand(FileRule.AUDIT, InteractiveRule.ALLOWED, false, List.of(), List.of()).isActive()).isTrue();
    assertThat(new IntegrityDemand(FileRule.OFF, InteractiveRule.BLOCKED, false, List.of(), List.of()).isActive()).isTrue();
  }
}
