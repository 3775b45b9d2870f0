package dev.ambit.analyze.syntax;

import java.util.ArrayList;
import java.util.List;

/// A function: its body and what it does with its caller's arguments.
public final class Routine {
  private final boolean generator;
  private boolean usesArguments;
  private final List<Syntax> body = new ArrayList<>();

  /// @param generator whether what it returns reaches the caller only inside an iterator
  /// @param usesArguments whether it may read its arguments other than through its parameters
  public Routine(boolean generator, boolean usesArguments) {
    this.generator = generator;
    this.usesArguments = usesArguments;
  }

  public boolean isGenerator() {
    return generator;
  }

  /// Whether arguments may be read other than through single parameters.
  public boolean usesArguments() {
    return usesArguments;
  }

  /// Notes a rest parameter, which collects arguments.
  public void takeRest() {
    usesArguments = true;
  }

  /// Parameters as assignments from [Syntax.Parameter], then the statements; filled by the parser.
  public List<Syntax> body() {
    return body;
  }
}
