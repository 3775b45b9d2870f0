package dev.ambit.analyze.graal;

import com.oracle.js.parser.ErrorManager;
import com.oracle.js.parser.Parser;
import com.oracle.js.parser.ParserException;
import com.oracle.js.parser.ScriptEnvironment;
import com.oracle.js.parser.Source;
import com.oracle.js.parser.ir.ExpressionStatement;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.Statement;
import dev.ambit.analyze.syntax.Program;
import dev.ambit.analyze.syntax.SourceParser;
import dev.ambit.analyze.syntax.SyntaxFailure;
import java.util.List;
import java.util.Locale;

/// GraalJS's parser. It accepts what V8 accepts, except for some invalid regular expressions, which Node
/// then refuses itself. Its strings use `sun.misc.Unsafe`: without the JVM's flag
/// `--sun-misc-unsafe-memory-access=allow` the JVM prints a warning that nothing else can stop.
public final class GraalParser implements SourceParser {
  /// The function that Node compiles a CommonJS module as; on the first line, so that lines stay.
  private static final String HEAD = "(function (exports, require, module, __filename, __dirname) {";

  private static final String TAIL = "\n})";

  private static final ScriptEnvironment ENVIRONMENT = environment();

  private static ScriptEnvironment environment() {
    ScriptEnvironment.Builder builder =
        ScriptEnvironment.builder()
            // the number of a fixed edition would switch off import defer and decorators
            .ecmaScriptVersion(Integer.MAX_VALUE)
            // Nashorn's extensions misread `new Array(256)⏎{…}`
            .syntaxExtensions(false)
            .shebang(true)
            .annexB(true)
            .allowBigInt(true)
            .classFields(true)
            .importAttributes(true)
            .privateFieldsIn(true)
            .topLevelAwait(true)
            .explicitResourceManagement(true)
            .functionStatementBehavior(ScriptEnvironment.FunctionStatementBehavior.ACCEPT);
    builder.sourcePhaseImports(true);
    return builder.build();
  }

  @Override
  public Program parse(String text, Goal goal) throws SyntaxFailure {
    int shift = goal == Goal.COMMONJS ? HEAD.length() : 0;
    try {
      return goal == Goal.COMMONJS ? commonJs(text) : module(text);
    } catch (ParserException e) {
      throw new SyntaxFailure(oneLine(e), Math.max(0, e.getPosition() - shift));
    } catch (RuntimeException e) {
      // a fault of the parser: what it cannot read is declared by nobody
      throw new SyntaxFailure("the parser fails on this text with " + e.getClass().getSimpleName(), 0);
    }
  }

  private static Program commonJs(String text) throws SyntaxFailure {
    String visible = text.startsWith("#!") ? "//" + text.substring(2) : text;
    String wrapped = HEAD + visible + TAIL;
    FunctionNode script = parser(wrapped).parse();
    List<Statement> statements = script.getBody().getStatements();
    if (statements.size() != 1
        || !(statements.getFirst() instanceof ExpressionStatement statement)
        || !(statement.getExpression() instanceof FunctionNode module)
        || module.getFinishWithoutParens() < wrapped.length() - 1) {
      // a text such as `}); evil(); (function () {` ends the wrapper early
      throw new SyntaxFailure("the text leaves the function that Node wraps it in", 0);
    }
    return new Translation(module, HEAD.length()).commonJs();
  }

  private static Program module(String text) {
    return new Translation(parser(text).parseModule("module"), 0).module();
  }

  private static Parser parser(String text) {
    return new Parser(ENVIRONMENT, Source.sourceFor("source", text), new ErrorManager.ThrowErrorManager());
  }

  /// The parser's messages start with a capital and may quote the source line.
  private static String oneLine(ParserException e) {
    String raw = e.getRawMessage() == null ? String.valueOf(e.getMessage()) : e.getRawMessage();
    String line = raw.lines().findFirst().orElse("unexpected syntax").strip();
    return line.isEmpty() ? "unexpected syntax" : line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}
