package dev.ambit.cli.launch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of Node.
///
/// @param text what `node --version` says, without the `v`, for example `24.21.0` or `25.0.0-nightly20251001`
public record NodeVersion(int major, int minor, int patch, String text) {
  private static final Pattern FORM = Pattern.compile("v((\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(-[0-9A-Za-z.+-]+)?)");

  /// Reads the answer of `node --version`.
  ///
  /// @return nothing when it is no version of Node
  public static Optional<NodeVersion> parse(String answer) {
    Matcher matcher = FORM.matcher(answer.strip());
    return matcher.matches()
        ? Optional.of(new NodeVersion(number(matcher, 2), number(matcher, 3), number(matcher, 4), matcher.group(1)))
        : Optional.empty();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /// Whether the guard can work: 22.15 brought `module.registerHooks`, 23 had it from 23.5.
  public boolean isSupported() {
    return major > 23 || (major == 23 && minor >= 5) || (major == 22 && minor >= 15);
  }

  /// Whether Ambit's own tests run on this line.
  public boolean isTested() {
    return (major == 22 || major == 24 || major == 26) && text.indexOf('-') < 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
