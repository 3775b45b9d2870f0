package dev.ambit.analyze.syntax;

/// Reads a file as Node would compile it.
public interface SourceParser {
  /// How Node compiles a file.
  enum Goal {
    /// as the body of the CommonJS wrapper function
    COMMONJS,
    /// as an ES module
    MODULE
  }

  /// The program, to be called on a thread with a big stack.
  ///
  /// @param text without byte order mark; a first line that starts with `#!` is a comment
  /// @throws SyntaxFailure when Node could not compile the file either, or the parser cannot tell
  Program parse(String text, Goal goal) throws SyntaxFailure;
}
