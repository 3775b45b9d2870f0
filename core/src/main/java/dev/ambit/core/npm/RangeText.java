package dev.ambit.core.npm;

import dev.ambit.core.npm.Range.Comparator;
import dev.ambit.core.npm.Range.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns the text of a range into bounds, as npm does, with and without `includePrerelease`.
final class RangeText {
  private static final String PART = "[xX*]|" + Version.NUMBER;
  private static final String PARTIAL =
      "[v=\\s]*(" + PART + ")(?:\\.(" + PART + ")(?:\\.(" + PART + ")" + Version.SUFFIX + ")?)?";
  private static final Pattern HYPHEN = Pattern.compile("(\\S.*?)\\s+-\\s+(\\S.*)");
  private static final Pattern SIMPLE = Pattern.compile("(\\^|~>?|[<>]=?|=)?" + PARTIAL);
  private static final Pattern OPERATOR_GAP = Pattern.compile("(\\^|~>?|[<>]=?|=)\\s+(?=[^\\s<>=~^])");
  private static final Version NOTHING_IS_LESS = new Version(0, 0, 0, List.of("0"));

  /// What follows an operator; null stands for `x` or for nothing.
  private record Partial(
      @Nullable Long major, @Nullable Long minor, @Nullable Long patch, @Nullable String prerelease) {
    Version version() {
      List<String> identifiers = patch == null ? List.of() : Version.identifiers(prerelease);
      return new Version(zero(major), zero(minor), zero(patch), identifiers);
    }

    private static long zero(@Nullable Long number) {
      return number == null ? 0 : number;
    }
  }

  private final boolean includePrerelease;

  RangeText(boolean includePrerelease) {
    this.includePrerelease = includePrerelease;
  }

  Optional<List<List<Comparator>>> parse(String text) {
    if (text.length() > Version.LONGEST) {
      return Optional.empty();
    }
    List<List<Comparator>> alternatives = new ArrayList<>();
    for (String alternative : text.split("\\|\\|", -1)) {
      List<Comparator> bounds = new ArrayList<>();
      if (!alternative(alternative.strip(), bounds)) {
        return Optional.empty();
      }
      alternatives.add(List.copyOf(bounds));
    }
    return Optional.of(List.copyOf(alternatives));
  }

  private boolean alternative(String text, List<Comparator> bounds) {
    Matcher hyphen = HYPHEN.matcher(text);
    if (hyphen.matches()) {
      Matcher from = SIMPLE.matcher(hyphen.group(1));
      Matcher to = SIMPLE.matcher(hyphen.group(2));
      Partial low = from.matches() && from.group(1) == null ? partial(from) : null;
      Partial high = to.matches() && to.group(1) == null ? partial(to) : null;
      if (low == null || high == null) {
        return false;
      }
      hyphen(low, high, bounds);
      return true;
    }
    String joined = OPERATOR_GAP.matcher(text).replaceAll("$1");
    for (String simple : joined.isEmpty() ? new String[0] : joined.split("\\s+", -1)) {
      Matcher m = SIMPLE.matcher(simple);
      Partial partial = m.matches() ? partial(m) : null;
      String operator = partial == null || m.group(1) == null ? "" : m.group(1);
      boolean lenient = operator.equals("^") || operator.startsWith("~");
      if (partial == null || (!lenient && hasNumberAfterX(m))) {
        return false;
      }
      simple(operator, partial, bounds);
    }
    return true;
  }

  private static @Nullable Partial partial(Matcher m) {
    List<@Nullable Long> numbers = new ArrayList<>();
    for (int group = 2; group <= 4; group++) {
      String part = m.group(group);
      Long number = part == null || isAny(part) ? null : Long.valueOf(part);
      if (number != null && !Version.isNumber(number)) {
        return null;
      }
      // after an x, numbers say nothing
      numbers.add(numbers.contains(null) ? null : number);
    }
    return new Partial(numbers.get(0), numbers.get(1), numbers.get(2), m.group(5));
  }

  /// `1.x.3`, which npm takes after `^` and `~` only.
  private static boolean hasNumberAfterX(Matcher m) {
    return (isAny(m.group(2)) && !isAny(m.group(3))) || (isAny(m.group(3)) && !isAny(m.group(4)));
  }

  private static boolean isAny(@Nullable String part) {
    return part == null || part.equals("x") || part.equals("X") || part.equals("*");
  }

  private void simple(String operator, Partial p, List<Comparator> bounds) {
    switch (operator) {
      case "^" -> caret(p, bounds);
      case "~", "~>" -> tilde(p, bounds);
      case "", "=" -> equal(p, bounds);
      default -> ordered(operator, p, bounds);
    }
  }

  private void hyphen(Partial low, Partial high, List<Comparator> bounds) {
    if (low.major != null) {
      boolean opened = includePrerelease && low.prerelease == null;
      bounds.add(new Comparator(Operator.AT_LEAST, opened ? lowest(low.version()) : low.version()));
    }
    if (high.major == null) {
      return;
    }
    if (high.patch == null) {
      below(afterPartial(high), bounds);
    } else if (includePrerelease && high.prerelease == null) {
      below(release(high.major, high.version().minor(), high.patch + 1), bounds);
    } else {
      bounds.add(new Comparator(Operator.AT_MOST, high.version()));
    }
  }

  private void caret(Partial p, List<Comparator> bounds) {
    if (p.major == null) {
      return;
    }
    Version low = p.version();
    bounds.add(new Comparator(Operator.AT_LEAST, includePrerelease && p.patch == null ? lowest(low) : low));
    if (p.minor == null || p.major > 0) {
      below(release(p.major + 1, 0, 0), bounds);
    } else if (p.patch == null || p.minor > 0) {
      below(release(p.major, p.minor + 1, 0), bounds);
    } else {
      below(release(p.major, p.minor, p.patch + 1), bounds);
    }
  }

  private void tilde(Partial p, List<Comparator> bounds) {
    if (p.major == null) {
      return;
    }
    Version low = p.version();
    bounds.add(new Comparator(Operator.AT_LEAST, includePrerelease && p.patch == null ? lowest(low) : low));
    below(p.minor == null ? release(p.major + 1, 0, 0) : release(p.major, p.minor + 1, 0), bounds);
  }

  private void equal(Partial p, List<Comparator> bounds) {
    if (p.major == null) {
      return;
    }
    if (p.patch == null) {
      bounds.add(new Comparator(Operator.AT_LEAST, includePrerelease ? lowest(p.version()) : p.version()));
      below(afterPartial(p), bounds);
    } else {
      bounds.add(new Comparator(Operator.EQUAL, p.version()));
    }
  }

  private void ordered(String operator, Partial p, List<Comparator> bounds) {
    if (p.major == null) {
      if (operator.equals("<") || operator.equals(">")) {
        bounds.add(new Comparator(Operator.LESS, NOTHING_IS_LESS));
      }
      return;
    }
    boolean partial = p.patch == null;
    Version low = partial && includePrerelease ? lowest(p.version()) : p.version();
    switch (operator) {
      case "<" -> bounds.add(new Comparator(Operator.LESS, partial ? lowest(p.version()) : p.version()));
      case "<=" -> {
        if (partial) {
          below(afterPartial(p), bounds);
        } else {
          bounds.add(new Comparator(Operator.AT_MOST, p.version()));
        }
      }
      case ">=" -> bounds.add(new Comparator(Operator.AT_LEAST, low));
      default -> {
        if (partial) {
          Version after = afterPartial(p);
          bounds.add(new Comparator(Operator.AT_LEAST, includePrerelease ? lowest(after) : after));
        } else {
          bounds.add(new Comparator(Operator.MORE, p.version()));
        }
      }
    }
  }

  /// The first release after all that the partial stands for: 2.0.0 after `1`, 1.3.0 after `1.2`.
  private static Version afterPartial(Partial p) {
    Version version = p.version();
    return p.minor == null ? release(version.major() + 1, 0, 0) : release(version.major(), version.minor() + 1, 0);
  }

  private static Version release(long major, long minor, long patch) {
    return new Version(major, minor, patch, List.of());
  }

  private static Version lowest(Version release) {
    return new Version(release.major(), release.minor(), release.patch(), List.of("0"));
  }

  private static void below(Version release, List<Comparator> bounds) {
    bounds.add(new Comparator(Operator.LESS, lowest(release)));
  }
}
