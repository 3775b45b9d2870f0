package dev.ambit.analyze;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAnalyzerTest {
  private static FileUsage.Failure failure(String source, KindHint hint) {
    return requireNonNull(Sources.analyze(source, hint).error(), source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import 'x'", "export {}", "import.meta.url", "await x", "const require = 1", "let module", "class exports {}",
        "const __filename = 1", "let __dirname", "for await (const a of b) {}", "import x from 'x'; const require = x"
      })
  void ambiguousFileThatOnlyParsesAsModuleIsOne(String source) {
    FileUsage usage = Sources.analyze(source, KindHint.AMBIGUOUS);
    assertThat(usage.error()).isNull();
    assertThat(usage.kind()).isEqualTo(ModuleKind.ESM);
    assertThat(usage.strict()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = 1", "return 1", "with (a) {}", "var require = 1", "var await = 1", "import('x')", "new.target",
        "function f() { import('x') }", "010", "<!-- x"
      })
  void ambiguousFileThatParsesAsCommonJsIsThat(String source) {
    FileUsage usage = Sources.analyze(source, KindHint.AMBIGUOUS);
    assertThat(usage.error()).isNull();
    assertThat(usage.kind()).isEqualTo(ModuleKind.COMMONJS);
  }

  @Test
  void ambiguousFileThatIsNeitherReportsTheReadingThatGotFurther() {
    assertThat(failure("import x from 'x';\nconst 1", KindHint.AMBIGUOUS).position()).isEqualTo(new Position(2, 7));
    assertThat(failure("return 1;\nconst 1", KindHint.AMBIGUOUS).position()).isEqualTo(new Position(2, 7));
  }

  @Test
  void moduleHintDoesNotFallBack() {
    assertThat(failure("return 1", KindHint.MODULE).position()).isEqualTo(new Position(1, 1));
    assertThat(failure("import 'x'", KindHint.COMMONJS).position()).isEqualTo(new Position(1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "}); process.exit(); (function () {", "}, function () {", "}) //", "})(); (function () {", "}}{", "}/*",
        "}); /*", "\n}), (function () {"
      })
  void textThatLeavesTheWrapperIsAnError(String source) {
    FileUsage usage = Sources.analyze(source, KindHint.COMMONJS);
    assertThat(usage.error()).isNotNull();
    assertThat(usage.uses()).isEmpty();
    assertThat(usage.free()).isEmpty();
  }

  @Test
  void messagesAreOneLineInLowerCase() {
    FileUsage.Failure failure = failure("const 1 = 2;\nx", KindHint.COMMONJS);
    assertThat(failure.message()).isEqualTo("expected BindingIdentifier or BindingPattern");
    assertThat(failure.position()).isEqualTo(new Position(1, 7));
  }

  @Test
  void shebangAndByteOrderMarkAreNoCode() {
    assertThat(Sources.uses("#!/usr/bin/env node\nfetch()", KindHint.COMMONJS)).containsExactly("fetch 2:1");
    assertThat(Sources.uses("#!/usr/bin/env node\nfetch()", KindHint.MODULE)).containsExactly("fetch 2:1");
    assertThat(Sources.uses("\uFEFFfetch()", KindHint.COMMONJS)).containsExactly("fetch 1:1");
    assertThat(Sources.uses("\uFEFF#!x\nfetch()", KindHint.COMMONJS)).containsExactly("fetch 2:1");
  }

  @Test
  void columnsAreUtf16AndLinesEndAsInV8() {
    assertThat(Sources.uses("'😀'; fetch()", KindHint.COMMONJS)).containsExactly("fetch 1:7");
    assertThat(Sources.uses("1;\r\nfetch();\rfetch();\u2028fetch()", KindHint.COMMONJS))
        .containsExactly("fetch 2:1", "fetch 3:1", "fetch 4:1");
  }

  @Test
  void malformedUtf8IsReplacedAsNodeDoes() {
    FileUsage usage = new SourceAnalyzer().analyze("'\u00ff'; fetch()".getBytes(ISO_8859_1), KindHint.COMMONJS);
    assertThat(usage.error()).isNull();
    assertThat(usage.uses()).hasSize(1);
  }

  @Test
  void deepNestingIsAnalysed() {
    String sum = "'a'" + " + 'a'".repeat(20_000);
    assertThat(Sources.uses("fetch(" + sum + ")", KindHint.COMMONJS)).containsExactly("fetch 1:1");
    assertThat(Sources.uses("[".repeat(5_000) + "fetch" + "]".repeat(5_000), KindHint.COMMONJS)).hasSize(1);
  }

  @Test
  void whatIsReadFromAnIntrinsicByManyFunctionsIsFollowedToABound() {
    StringBuilder source = new StringBuilder("let node = Symbol; let fs = 0;\n");
    for (int i = 0; i < 200; i++) {
      source.append("function f").append(i).append("(node) { f").append((i + 1) % 200).append("(node.a").append(i).append("); f");
      source.append((i * 7) % 200).append("(node.b").append(i).append("); node.readFile() }\n");
    }
    source.append("f0(node); fs = require('fs'); f1(fs)");
    assertThat(Sources.uses(source.toString(), KindHint.COMMONJS)).anyMatch(use -> use.startsWith("fs.readFile "));
  }

  @Test
  void longChainsOfCallsDoNotCostTheSquareOfTheirLength() {
    assertThat(Sources.uses("a" + ".b(fetch)".repeat(50_000), KindHint.COMMONJS)).hasSize(50_000);
  }

  @Test
  void nestingBeyondAnyStackIsAnError() {
    String source = "(".repeat(3_000_000) + "1" + ")".repeat(3_000_000);
    assertThat(failure(source, KindHint.COMMONJS).message()).isEqualTo("the code is nested too deeply to analyse");
  }

  @Test
  void syntaxExtensionsOfOtherEnginesAreNotRead() {
    assertThat(Sources.analyze("new Array(256)\n{ fetch() }", KindHint.COMMONJS).uses()).hasSize(1);
    assertThat(Sources.analyze("for each (x in y) {}", KindHint.COMMONJS).error()).isNotNull();
  }

  @Test
  void givenNamesExcludeIntrinsicsHarmlessGlobalsAndTheWrapper() {
    FileUsage usage =
        Sources.analyze("Array; console; require; exports; arguments; window; fetch; process; global", KindHint.COMMONJS);
    assertThat(usage.given()).containsExactly("fetch", "global", "process", "window");
    assertThat(usage.free()).containsExactly("Array", "console", "fetch", "global", "process", "window");
    assertThat(Sources.analyze("require; arguments", KindHint.MODULE).free()).containsExactly("arguments", "require");
  }

  @Test
  void modulesListTheConsoleThatTheyDoNotDeclare() {
    assertThat(Sources.analyze("console.log(URL); function f(console) {}", KindHint.MODULE).given()).containsExactly("console");
    assertThat(Sources.analyze("const { a: { b: [console] } } = x; console.log()", KindHint.MODULE).given()).containsExactly("x");
  }

  @Test
  void freeNamesRespectEveryKindOfScope() {
    FileUsage usage =
        Sources.analyze(
            """
            { let a; { function b() {} } } a; b;
            try {} catch ({c, d = e}) { c } c;
            for (const f of g) f; f;
            class h extends i { [j] = k; static { let l; l } #m; n() { h } o = (p) => p + q }
            (function r(s = t, ...u) { r; u; arguments; var v; { var w } return w })(v);
            ({x: y, z, [aa]: 1}); bb: for (;;) continue bb;
            with (cc) { dd }
            """,
            KindHint.COMMONJS);
    assertThat(usage.free())
        .containsExactly("a", "aa", "c", "cc", "dd", "e", "f", "g", "i", "j", "k", "q", "t", "v", "y", "z");
    assertThat(usage.topLevel()).containsExactly("b", "h");
  }

  @Test
  void assignedAreTheFreeNamesWrittenTo() {
    FileUsage usage =
        Sources.analyze(
            "a = 1; b++; [c, ...d] = x; ({e: f, g = 1} = x); for (h of x); i.j = 1; delete k; l ||= 1; var m = 1; Array = 1",
            KindHint.COMMONJS);
    assertThat(usage.assigned()).containsExactly("a", "b", "c", "d", "f", "g", "h", "l");
    assertThat(usage.given()).containsExactly("a", "b", "c", "d", "f", "g", "h", "i", "k", "l", "x");
  }

  @Test
  void topLevelNamesAreDeclaredOnes() {
    FileUsage usage =
        Sources.analyze(
            "var a, {b, c: [d]} = x; let e; const f = 1; class g {} function h() { var i } { var j; let k } var require",
            KindHint.COMMONJS);
    assertThat(usage.topLevel()).containsExactly("a", "b", "d", "e", "f", "g", "h", "j", "require");
    FileUsage module = Sources.analyze("import a, {b as c} from 'x'; export default function d() {}", KindHint.MODULE);
    assertThat(module.topLevel()).containsExactly("a", "c", "d");
  }

  @Test
  void strictnessIsThatOfTheBody() {
    assertThat(Sources.analyze("'use strict'; x", KindHint.COMMONJS).strict()).isTrue();
    assertThat(Sources.analyze("x; 'use strict'", KindHint.COMMONJS).strict()).isFalse();
    assertThat(Sources.analyze("function f() { 'use strict' }", KindHint.COMMONJS).strict()).isFalse();
  }

  @Test
  void dataAndBuiltFilesUseNothing() {
    assertThat(Sources.analyze("{", KindHint.JSON).kind()).isEqualTo(ModuleKind.JSON);
    assertThat(Sources.analyze("", KindHint.NATIVE).kind()).isEqualTo(ModuleKind.NATIVE);
    assertThat(Sources.analyze("", KindHint.WASM).uses()).isEmpty();
  }

  @Test
  void typeScriptIsAnalysedAsWhatIsLeftWithoutTypes() {
    assertThat(Sources.uses("fetch()", KindHint.TYPESCRIPT)).containsExactly("fetch 1:1");
    assertThat(Sources.analyze("1", KindHint.TYPESCRIPT).kind()).isEqualTo(ModuleKind.COMMONJS);
    assertThat(Sources.analyze("import 'x'", KindHint.TYPESCRIPT).kind()).isEqualTo(ModuleKind.ESM);
    assertThat(Sources.analyze("1", KindHint.TYPESCRIPT_MODULE).kind()).isEqualTo(ModuleKind.ESM);
    assertThat(failure("import 'x'", KindHint.TYPESCRIPT_COMMONJS).position().line()).isEqualTo(1);
    assertThat(failure("fetch()", KindHint.FOREIGN_TYPESCRIPT).message())
        .isEqualTo("Node does not load TypeScript below `node_modules`");
  }

  @Test
  void hintsFollowNameAndType() {
    assertThat(KindHint.of("a.js", null, false)).contains(KindHint.AMBIGUOUS);
    assertThat(KindHint.of("a.js", "module", false)).contains(KindHint.MODULE);
    assertThat(KindHint.of("a.js", "commonjs", false)).contains(KindHint.COMMONJS);
    assertThat(KindHint.of("a.js", "other", false)).contains(KindHint.AMBIGUOUS);
    assertThat(KindHint.of("a.cjs", "module", false)).contains(KindHint.COMMONJS);
    assertThat(KindHint.of("a.mjs", "commonjs", false)).contains(KindHint.MODULE);
    assertThat(KindHint.of("a.ts", null, true)).contains(KindHint.TYPESCRIPT);
    assertThat(KindHint.of("a.ts", "module", true)).contains(KindHint.TYPESCRIPT_MODULE);
    assertThat(KindHint.of("a.ts", "commonjs", true)).contains(KindHint.TYPESCRIPT_COMMONJS);
    assertThat(KindHint.of("a.mts", "commonjs", true)).contains(KindHint.TYPESCRIPT_MODULE);
    assertThat(KindHint.of("a.cts", "module", true)).contains(KindHint.TYPESCRIPT_COMMONJS);
    assertThat(KindHint.of("a.mts", null, false)).contains(KindHint.FOREIGN_TYPESCRIPT);
    assertThat(KindHint.of("a.d.mts", null, false)).isEmpty();
    assertThat(KindHint.of("README.md", null, false)).isEmpty();
  }
}
