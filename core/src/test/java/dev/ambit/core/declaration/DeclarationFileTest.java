package dev.ambit.core.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.json.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclarationFileTest {
  private static Declaration parse(String text) throws FormatException {
    return DeclarationFile.parse(".access.json", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Declaration declaration(Realm realm, String... capabilities) {
    return new Declaration(new TreeSet<>(List.of(capabilities).stream().map(Capability::parse).toList()), realm);
  }

  @Test
  void publishedNamesAreBuiltinsAndElseGlobals() throws FormatException {
    assertThat(parse("{\"version\":0,\"access\":[\"fs\",\"process\",\"crypto\",\"fetch\",\"fs/promises\"]}"))
        .isEqualTo(
            new Declaration(
                new TreeSet<>(
                    List.of(
                        new Capability.Builtin("fs", null),
                        new Capability.Global("process"),
                        new Capability.Builtin("crypto", null),
                        new Capability.Global("fetch"),
                        new Capability.Builtin("fs/promises", null))),
                Realm.FROZEN));
  }

  @Test
  void nameUnderGlobalsIsTheGlobalEvenWhereABuiltinHasIt() throws FormatException {
    assertThat(parse("{\"version\":1,\"globals\":[\"crypto\"]}"))
        .isEqualTo(declaration(Realm.FROZEN, "globalThis.crypto"));
  }

  @Test
  void writtenTextIsSortedAndLeavesOutWhatSaysNothing() {
    Declaration declaration =
        declaration(
            Realm.OWN, "path", "fs.readFile", "process.env.HOME", "globalThis.crypto", "native", "dependency:x");
    assertThat(DeclarationFile.text(declaration))
        .isEqualTo(
            """
            {
              "version": 1,
              "builtins": ["fs.readFile", "path"],
              "globals": ["crypto", "process.env.HOME"],
              "dependencies": ["x"],
              "native": true,
              "realm": "own"
            }
            """);
    assertThat(DeclarationFile.text(Declaration.NOTHING)).isEqualTo("{\n  \"version\": 1\n}\n");
  }

  @Test
  void hugeFileOfAStrangerIsRefusedUnread(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve(DeclarationFile.NAME), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> DeclarationFile.read(file)).hasMessage(file + ": is larger than 1 MiB");
  }

  @Test
  void writtenDeclarationIsReadBack(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(DeclarationFile.NAME);
    Declaration declaration =
        declaration(Realm.OWN, "fs", "fetch", "globalThis.performance", "native", "dependency:@a/b");
    DeclarationFile.write(file, declaration);
    assertThat(DeclarationFile.read(file)).isEqualTo(declaration);
    byte[] first = Files.readAllBytes(file);
    DeclarationFile.write(file, DeclarationFile.read(file));
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }
}
