package dev.ambit.core.json;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// A file that is not what its format asks for. Its message lists every problem, one a line, as
/// `file:line:column /json/pointer: message`.
public final class FormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final transient List<Problem> problems;

  /// @param file as the user would name it
  /// @param problems at least one; sorted by place here, each told once
  public FormatException(String file, List<Problem> problems) {
    List<Problem> sorted =
        problems.stream()
            .distinct()
            .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
            .toList();
    super(sorted.stream().map(problem -> line(file, problem)).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem");
    }
    this.file = file;
    this.problems = sorted;
  }

  private static String line(String file, Problem problem) {
    return file + (problem.line() > 0 ? ":" : problem.pointer().isEmpty() ? ": " : " ") + problem;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /// The file as the user would name it.
  public String file() {
    return file;
  }

  /// What is wrong, in the order of the file.
  public List<Problem> problems() {
    return problems;
  }
}
