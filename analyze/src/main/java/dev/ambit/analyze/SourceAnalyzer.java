package dev.ambit.analyze;

import dev.ambit.analyze.flow.Walk;
import dev.ambit.analyze.graal.GraalParser;
import dev.ambit.analyze.syntax.Program;
import dev.ambit.analyze.syntax.SourceParser;
import dev.ambit.analyze.syntax.SourceParser.Goal;
import dev.ambit.analyze.syntax.SourceText;
import dev.ambit.analyze.syntax.SyntaxFailure;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.Position;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Says what one file uses, without running it. Never throws for the content of a file: what cannot be
/// analysed has an [FileUsage#error()].
public final class SourceAnalyzer {
  /// To be raised whenever the same bytes may give another result: cached results are then not used.
  static final int VERSION = 11;

  private final SourceParser parser = new GraalParser();

  /// Analyses a file, on a thread with a big stack whichever thread this is called on.
  ///
  /// @param utf8 the bytes of the file; of TypeScript what is left of them without its types
  /// @throws IllegalStateException when the thread is interrupted
  public FileUsage analyze(byte[] utf8, KindHint hint) {
    return analyze(SourceText.of(utf8), hint);
  }

  /// The same for TypeScript whose types were taken away.
  FileUsage analyze(TypeStripper.Stripped stripped, KindHint hint) {
    ModuleKind kind = hint == KindHint.TYPESCRIPT_MODULE ? ModuleKind.ESM : ModuleKind.COMMONJS;
    return switch (stripped) {
      case TypeStripper.Stripped.JavaScript(String text) -> analyze(SourceText.of(text), hint);
      case TypeStripper.Stripped.Refused(String message, int line) ->
          failed(kind, "Node does not run it: " + message, new Position(line, 1));
      case TypeStripper.Stripped.Unavailable(String message) ->
          failed(kind, message, new Position(1, 1));
    };
  }

  private FileUsage analyze(SourceText text, KindHint hint) {
    return switch (hint.untyped()) {
      case JSON -> empty(ModuleKind.JSON, null);
      case NATIVE -> empty(ModuleKind.NATIVE, null);
      case WASM -> empty(ModuleKind.WASM, null);
      case FOREIGN_TYPESCRIPT ->
          failed(ModuleKind.ESM, "Node does not load TypeScript below `node_modules`", new Position(1, 1));
      case KindHint script -> {
        if (Thread.currentThread() instanceof DeepThread) {
          yield source(text, script);
        }
        AtomicReference<FileUsage> result = new AtomicReference<>();
        DeepThread thread = new DeepThread(() -> result.set(source(text, script)), "ambit-analysis");
        thread.start();
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while analysing", e);
        }
        yield result.get();
      }
    };
  }

  private FileUsage source(SourceText source, KindHint hint) {
    ModuleKind kind = hint == KindHint.MODULE ? ModuleKind.ESM : ModuleKind.COMMONJS;
    try {
      return switch (hint) {
        case MODULE -> parsed(source, Goal.MODULE);
        case COMMONJS -> parsed(source, Goal.COMMONJS);
        default -> detected(source);
      };
    } catch (SyntaxFailure e) {
      return failed(kind, e.text(), source.position(e.offset()));
    } catch (StackOverflowError e) {
      return failed(kind, "the code is nested too deeply to analyse", new Position(1, 1));
    }
  }

  /// Node compiles such a file as CommonJS. When that fails for `import`, `export`, `import.meta`, a
  /// top-level `await` or a redeclared `require` and the like, it tries it as an ES module; nothing else
  /// that fails as CommonJS compiles as a module.
  private FileUsage detected(SourceText source) throws SyntaxFailure {
    try {
      return parsed(source, Goal.COMMONJS);
    } catch (SyntaxFailure commonJs) {
      try {
        return parsed(source, Goal.MODULE);
      } catch (SyntaxFailure module) {
        // the reading that got further is what the author meant
        throw module.offset() > commonJs.offset() ? module : commonJs;
      }
    }
  }

  private FileUsage parsed(SourceText source, Goal goal) throws SyntaxFailure {
    Program program = parser.parse(source.text(), goal);
    return Walk.usage(program, goal == Goal.COMMONJS ? ModuleKind.COMMONJS : ModuleKind.ESM, source);
  }

  private static FileUsage failed(ModuleKind kind, String message, Position position) {
    return empty(kind, new FileUsage.Failure(message, position));
  }

  private static FileUsage empty(ModuleKind kind, FileUsage.@Nullable Failure error) {
    return new FileUsage(
        kind, false, List.of(), List.of(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), List.of(), error);
  }
}
