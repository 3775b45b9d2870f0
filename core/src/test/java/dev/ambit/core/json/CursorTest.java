package dev.ambit.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorTest {
  private static String refusal(byte[] bytes) {
    return refusal(() -> Cursor.parse("x.json", bytes).finish());
  }

  private static String refusal(String text) {
    return refusal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String refusal(ThrowingCallable reading) {
    Throwable[] thrown = new Throwable[1];
    assertThatThrownBy(reading).isInstanceOf(FormatException.class).satisfies(t -> thrown[0] = t);
    return String.valueOf(thrown[0].getMessage());
  }

  @Test
  void byteOrderMarkIsRefused() {
    assertThat(refusal("\uFEFF{}")).isEqualTo("x.json:1:1: starts with a byte order mark; save it as UTF-8 without one");
  }

  @Test
  void whatIsNotUtf8IsRefusedWithItsPlace() {
    assertThat(refusal(new byte[] {'{', '\n', '"', (byte) 0xff, '"', '}'}))
        .isEqualTo("x.json:2:2: is not UTF-8 text; save it as UTF-8");
    assertThat(refusal("{}".getBytes(StandardCharsets.UTF_16))).contains("is not UTF-8 text");
  }

  @Test
  void characterCutInTheMiddleIsRefused() {
    assertThat(refusal(new byte[] {'"', (byte) 0xc3})).isEqualTo("x.json:1:2: is not UTF-8 text; save it as UTF-8");
  }

  @Test
  void emptyFileIsRefused() {
    assertThat(refusal("")).isEqualTo("x.json:1:1: is empty");
    assertThat(refusal(" \n")).isEqualTo("x.json:1:1: is empty");
  }

  @Test
  void trailingDataIsRefused() {
    assertThat(refusal("{}\n{}")).isEqualTo("x.json:2:1: goes on after its end");
    assertThat(refusal("{}]")).startsWith("x.json:1:");
  }

  @Test
  void cutFileIsRefused() {
    assertThat(refusal("{\"a\": [1,")).startsWith("x.json:1:");
    assertThat(refusal("{")).startsWith("x.json:1:");
  }

  @Test
  void everyDuplicateKeyIsToldWithItsPointer() {
    assertThat(refusal("{\"a\": 1,\n \"a\": {\"b/c\": 1, \"b/c\": 2}}"))
        .isEqualTo(
            """
            x.json:2:2 /a: `a` is there twice; remove one
            x.json:2:18 /a/b~1c: `b/c` is there twice; remove one""");
  }

  @Test
  void deepNestingIsRefusedWithoutOverflow() {
    assertThat(refusal("[".repeat(1_000_000))).startsWith("x.json:1:34").endsWith("is nested deeper than 32 levels");
  }

  @Test
  void hugeNumbersAreRefused() {
    assertThat(refusal("[" + "9".repeat(5000) + "]")).endsWith("holds a number, name or text that is too long");
    assertThat(
            refusal(
                () -> {
                  Cursor huge = Cursor.parse("x.json", "1e999999999999");
                  assertThat(huge.formatVersion(0, 1)).isEmpty();
                  huge.finish();
                }))
        .isEqualTo("x.json:1:1: `1e999999999999` is no version that this Ambit knows; it knows 0 and 1");
  }

  @Test
  void placesAreThoseOfTheEditor() throws FormatException {
    Cursor root = Cursor.parse("x.json", "{\n  \"é😀\": [true, \"x\"],\n  \"b\": -1.5e3\n}");
    Cursor list = root.entries().firstEntry().getValue();
    assertThat(list.raw()).isEqualTo("[true, \"x\"]");
    assertThat(list.elements()).extracting(Cursor::raw).containsExactly("true", "\"x\"");
    assertThat(list.elements().get(1).pointer()).isEqualTo("/é😀/1");
    assertThat(root.entries().lastEntry().getValue().raw()).isEqualTo("-1.5e3");
    list.elements().get(0).text();
    assertThat(refusal(root::finish)).isEqualTo("x.json:2:11 /é😀/0: must be a text, not `true`");
  }

  @Test
  void unknownKeyIsToldWithTheNearest() throws FormatException {
    Cursor root = Cursor.parse("x.json", "{\"mood\": 1, \"zzzzzz\": 2}");
    assertThat(root.fields("mode", "grants")).isEmpty();
    assertThat(refusal(root::finish))
        .isEqualTo(
            """
            x.json:1:2 /mood: unknown key `mood`; did you mean `mode`?
            x.json:1:13 /zzzzzz: unknown key `zzzzzz`; known are `mode`, `grants`""");
  }

  @Test
  void whatCouldSteerATerminalIsEscaped() throws FormatException {
    Cursor root = Cursor.parse("x.json", "{\"\\u001b[2J\\n\\u202e\": 1}");
    root.fields("mode");
    assertThat(refusal(root::finish))
        .isEqualTo(
            "x.json:1:2 /\\u001b[2J\\u000a\\u202e: unknown key `\\u001b[2J\\u000a\\u202e`; known are `mode`");
  }

  @Test
  void longTextsAreShortened() throws FormatException {
    Cursor root = Cursor.parse("x.json", "\"" + "a".repeat(1_000_000) + "\"");
    root.word("observe");
    assertThat(refusal(root::finish)).hasSizeLessThan(200).contains("a…`");
  }

  @Test
  void whatIsNoRegularFileIsRefused(@TempDir Path folder) throws IOException {
    assertThat(refusal(() -> Cursor.read(folder))).isEqualTo(folder + ": is not a regular file");
    assertThatThrownBy(() -> Cursor.read(folder.resolve("missing"))).isInstanceOf(IOException.class);
    Path file = Files.writeString(folder.resolve("a.json"), "[]");
    assertThat(Cursor.read(file).elements()).isEmpty();
  }

  @Test
  void quotedTextIsReadBackAsItWas() throws FormatException {
    for (String text : new String[] {"a\"b\\c", "\n\t\u0001", "é😀", "\u2028/", ""}) {
      assertThat(Cursor.parse("x.json", JsonText.quote(text)).text()).contains(text);
    }
    assertThat(JsonText.quote("a\ud800b")).isEqualTo("\"a\\ud800b\"");
  }
}
