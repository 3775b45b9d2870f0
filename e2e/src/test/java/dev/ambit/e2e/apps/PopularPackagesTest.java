package dev.ambit.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Popular packages run unmodified: after `init`, without any grant, in enforce mode, each application
/// prints and returns what it does plain, on every Node line.
class PopularPackagesTest {
  static final List<Integer> LINES = List.of(22, 24, 26);

  @TempDir private Path temporary;

  static Stream<Application> applications() throws IOException {
    // `-Dambit.app=express5,ws` limits them
    List<String> parts = List.of(System.getProperty("ambit.app", "").split(","));
    return Application.all().stream().filter(app -> parts.stream().anyMatch(app.name()::contains));
  }

  @ParameterizedTest
  @MethodSource("applications")
  void runsContainedAsPlain(Application application) throws Exception {
    Path folder = temporary.toRealPath().resolve(application.name());
    application.copyTo(folder);
    Ran npm = Ran.of(folder, System.getenv(), List.of("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"));
    assertThat(npm.code()).as(npm.errors()).isZero();

    Map<String, String> plain = Contained.plainEnvironment();
    Map<String, String> contained = Contained.environment(folder, plain);

    List<String> differences = new ArrayList<>();
    for (int line : LINES) {
      List<String> command = new ArrayList<>(List.of(Contained.node(line)));
      command.addAll(application.arguments());
      Ran expected = Ran.of(folder, Contained.onLine(line, plain), command);
      Application.clean(folder);
      Ran actual = Ran.of(folder, Contained.onLine(line, contained), command);
      Application.clean(folder);
      assertThat(expected.output()).as("node %s: %s", line, expected.errors()).isNotBlank();
      if (!actual.seen().equals(expected.seen())) {
        differences.add("node " + line + "\nplain " + expected.seen() + "\ncontained " + actual.seen() + actual.errors());
      }
    }
    if (application.broken().isEmpty()) {
      assertThat(differences).isEmpty();
    } else {
      assertThat(differences).as("it works now: take `ambit.broken` out of its package.json").hasSameSizeAs(LINES);
    }
  }
}
