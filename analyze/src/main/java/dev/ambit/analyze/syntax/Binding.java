package dev.ambit.analyze.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A variable of a program: all places that name it share this object.
public final class Binding {
  /// Where a variable comes from.
  public enum Origin {
    /// declared in the file
    LOCAL,
    /// `require`, `module`, `exports`, `__filename`, `__dirname` of a CommonJS module
    WRAPPER,
    /// an `import` declaration
    IMPORT,
    /// declared nowhere in the file
    FREE
  }

  private final String name;
  private final Origin origin;
  private final List<Syntax> sources = new ArrayList<>(1);
  private boolean opaque;

  public Binding(String name, Origin origin) {
    this.name = name;
    this.origin = origin;
  }

  public String name() {
    return name;
  }

  public Origin origin() {
    return origin;
  }

  public boolean isFree() {
    return origin == Origin.FREE;
  }

  /// Notes that the file assigns `value` to it.
  public void assign(Syntax value) {
    sources.add(value);
  }

  /// Notes an assignment whose value no node says, as by a pattern or `++`.
  public void assignUnknown() {
    opaque = true;
  }

  /// The one value it ever gets, of a parameter a [Syntax.Parameter]; null when there are others, or none.
  public @Nullable Syntax onlyValue() {
    return origin == Origin.LOCAL && !opaque && sources.size() == 1 ? sources.getFirst() : null;
  }

  @Override
  public String toString() {
    return name;
  }
}
