package dev.ambit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The commands as a user meets them, on a small project: what they print, where, and how they end.
class CommandsTest {
  @TempDir private Path project;

  @BeforeEach
  void installAnApplicationWithOnePackage() throws IOException {
    write("package.json", "{\"name\": \"app\", \"version\": \"1.0.0\", \"dependencies\": {\"greet\": \"1.0.0\"}}");
    write(
        "package-lock.json",
        "{\"name\": \"app\", \"version\": \"1.0.0\", \"lockfileVersion\": 3, \"packages\": {"
            + "\"\": {\"name\": \"app\", \"version\": \"1.0.0\", \"dependencies\": {\"greet\": \"1.0.0\"}},"
            + "\"node_modules/greet\": {\"version\": \"1.0.0\"}}}");
    write("index.js", "console.log(require('greet')('ambit'))\n");
    write("node_modules/greet/package.json", "{\"name\": \"greet\", \"version\": \"1.0.0\"}");
    write("node_modules/greet/index.js", "const path = require('path')\nmodule.exports = name => 'hello ' + path.basename(name)\n");
  }

  @Test
  void initWritesBothFilesAndSaysWhatItFound() throws IOException {
    CommandLineRun run = ambit("init");
    assertThat(run.output())
        .isEqualTo(
            "1 package: 0 need nothing, 1 needs builtins or globals, 0 to look at\n"
                + "wrote ambit.json (observe), ambit.lock.json      next: ambit run -C " + project + " -- npm test\n");
    assertThat(run.code()).isZero();
    assertThat(read("ambit.lock.json")).contains("\"greet@1.0.0\"").contains("\"path\"");
    assertThat(read("ambit.json")).contains("\"mode\": \"observe\"");
  }

  @Test
  void initAgainChangesNothing() throws IOException {
    ambit("init");
    Map<String, String> before = files();
    CommandLineRun run = ambit("init");
    assertThat(run.output()).endsWith("kept ambit.lock.json, which is up to date\n");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void initWithAnotherModeChangesOnlyTheMode() throws IOException {
    ambit("init");
    String lock = read("ambit.lock.json");
    assertThat(ambit("init", "--mode", "enforce").output()).contains("wrote ambit.json (enforce)");
    assertThat(read("ambit.json")).contains("\"mode\": \"enforce\"");
    assertThat(read("ambit.lock.json")).isEqualTo(lock);
  }

  @Test
  void initNeverTakesAChangedPackageAsReviewed() throws IOException {
    ambit("init");
    String lock = read("ambit.lock.json");
    turnMalicious();
    assertThat(ambit("init").output()).contains("1 package differs from it      next: ambit audit -C " + project);
    assertThat(read("ambit.lock.json")).isEqualTo(lock);
  }

  @Test
  void auditEndsWithOneAndNamesTheGrowth() throws IOException {
    ambit("init");
    turnMalicious();
    CommandLineRun run = ambit("audit");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output())
        .isEqualTo(
            """
            review  `greet@1.0.0` wants more than the reviewed content: `child_process.exec`
                node_modules/greet/index.js:1:1   via app > greet
                ambit approve greet@1.0.0
            1 package: 1 to review
            """);
    assertThat(ambit("audit", "--fail-on", "error").code()).isZero();
    assertThat(ambit("audit", "--prod").code()).isEqualTo(1);
  }

  @Test
  void auditAsJsonHasEverythingThatTheTextHas() throws IOException {
    ambit("init");
    turnMalicious();
    JsonNode finding = Json.MAPPER.readTree(ambit("audit", "-f", "json").output()).path("findings").path(0);
    assertThat(finding.path("id").stringValue()).isEqualTo("growth");
    assertThat(finding.path("capabilities").path(0).stringValue()).isEqualTo("child_process.exec");
    assertThat(finding.path("file").stringValue()).isEqualTo("node_modules/greet/index.js");
    assertThat(finding.path("line").intValue()).isEqualTo(1);
    assertThat(finding.path("fix").stringValue()).isEqualTo("ambit approve greet@1.0.0");
  }

  @Test
  void auditOfNothingSaysSo() throws IOException {
    write("package.json", "{\"name\": \"app\", \"version\": \"1.0.0\"}");
    write("package-lock.json", "{\"name\": \"app\", \"version\": \"1.0.0\", \"lockfileVersion\": 3, \"packages\": {\"\": {\"name\": \"app\"}}}");
    delete("node_modules/greet/index.js", "node_modules/greet/package.json", "node_modules/greet");
    assertThat(ambit("init").code()).isZero();
    assertThat(ambit("audit").code()).isEqualTo(3);
  }

  @Test
  void approvingAPackageTakesItAsReviewed() throws IOException {
    ambit("init");
    turnMalicious();
    CommandLineRun run = ambit("approve", "greet");
    assertThat(run.output()).isEqualTo("reviewed greet@1.0.0, which may now use `child_process.exec`\n");
    assertThat(ambit("audit").code()).isZero();
    assertThat(ambit("approve", "greet").output()).isEqualTo("`greet` is reviewed as it is; nothing to do\n");
  }

  @Test
  void approvingACapabilityEditsTheSettingsOnly() throws IOException {
    ambit("init");
    String lock = read("ambit.lock.json");
    turnMalicious();
    CommandLineRun run = ambit("approve", "greet", "child_process.exec", "--reason", "needs a shell", "--until", "2999-01-01");
    assertThat(run.output()).isEqualTo("allowed `child_process.exec` to greet@1.0.0 in ambit.json\n");
    assertThat(read("ambit.json")).contains("\"greet@1.0.0\"").contains("needs a shell").contains("2999-01-01");
    assertThat(read("ambit.lock.json")).isEqualTo(lock);
    assertThat(ambit("audit").code()).isZero();
  }

  @Test
  void deniedCapabilityIsDeniedWhateverWasReviewed() throws IOException {
    ambit("init");
    assertThat(ambit("deny", "greet", "path").output()).isEqualTo("denied `path` to greet@1.0.0 in ambit.json\n");
    assertThat(ambit("why", "greet").output()).containsPattern("path +denied");
    assertThat(ambit("approve", "greet", "path.basename").errors()).contains("is denied");
  }

  @Test
  void whyShowsEvidenceAndPath() {
    ambit("init");
    assertThat(ambit("why", "greet").output())
        .isEqualTo(
            """
            greet@1.0.0  app > greet
              path  allowed    node_modules/greet/index.js:2:37
            """);
    assertThat(ambit("why", "greet", "fs").output()).contains("does not use `fs`");
    JsonNode json = Json.MAPPER.readTree(ambit("why", "greet", "--json").output());
    assertThat(json.path("packages").path(0).path("capabilities").path(0).path("state").stringValue()).isEqualTo("allowed");
  }

  @Test
  void whyTellsOfCopiesOfOneVersionOnceUnlessTheyDiffer() throws IOException {
    String greet = read("node_modules/greet/index.js");
    write("package.json", "{\"name\": \"app\", \"version\": \"1.0.0\", \"dependencies\": {\"greet\": \"1\", \"a\": \"1\", \"b\": \"1\"}}");
    write("package-lock.json", copiesOfGreet("a", "b"));
    for (String dependent : List.of("a", "b")) {
      write("node_modules/" + dependent + "/package.json", "{\"name\": \"" + dependent + "\", \"version\": \"1.0.0\", \"dependencies\": {\"greet\": \"1\"}}");
      write("node_modules/" + dependent + "/index.js", "module.exports = require('greet')");
      write("node_modules/" + dependent + "/node_modules/greet/package.json", read("node_modules/greet/package.json"));
      write("node_modules/" + dependent + "/node_modules/greet/index.js", greet);
    }
    ambit("init");
    assertThat(ambit("why", "greet").output())
        .isEqualTo(
            """
            greet@1.0.0  app > a > greet  and 2 more copies (-v)
              path  allowed    node_modules/a/node_modules/greet/index.js:2:37
            """);
    assertThat(ambit("why", "greet", "-v").output()).contains("greet@1.0.0  app > greet\n", "greet@1.0.0  app > b > greet\n");
    assertThat(Json.MAPPER.readTree(ambit("why", "greet", "--json").output()).path("packages").size()).isEqualTo(3);
    write("node_modules/b/node_modules/greet/index.js", "require('fs')\n" + greet);
    assertThat(ambit("why", "greet").output()).contains("greet@1.0.0  app > a > greet  and another copy (-v)\n", "greet@1.0.0  app > b > greet\n  fs ");
  }

  private static String copiesOfGreet(String... dependents) {
    String greet = "{\"version\": \"1.0.0\", \"integrity\": \"sha512-AAAA\"}";
    StringBuilder text = new StringBuilder("{\"name\": \"app\", \"lockfileVersion\": 3, \"packages\": {\"\": {\"name\": \"app\", \"version\": \"1.0.0\", \"dependencies\": {\"greet\": \"1\"");
    for (String dependent : dependents) {
      text.append(", \"").append(dependent).append("\": \"1\"");
    }
    text.append("}}, \"node_modules/greet\": ").append(greet);
    for (String dependent : dependents) {
      text.append(", \"node_modules/").append(dependent).append("\": {\"version\": \"1.0.0\", \"integrity\": \"sha512-AAAA\", \"dependencies\": {\"greet\": \"1\"}}")
          .append(", \"node_modules/").append(dependent).append("/node_modules/greet\": ").append(greet);
    }
    return text.append("}}").toString();
  }

  @Test
  void aRealmIsGivenInTheSettingsAndShown() throws IOException {
    ambit("init");
    write("ambit.json", "{\"version\": 1, \"mode\": \"enforce\", \"grants\": {\"greet\": {\"realm\": \"own\"}}}");
    assertThat(ambit("why", "greet").output()).contains("runs in a realm of its own");
    JsonNode json = Json.MAPPER.readTree(ambit("why", "greet", "--json").output());
    assertThat(json.path("packages").path(0).path("realm").stringValue()).isEqualTo("own");
    ambit("approve", "greet", "fs");
    assertThat(ambit("why", "greet").output()).contains("runs in a realm of its own");
  }

  @Test
  void mistypedNamesAreAnsweredWithTheNearest() {
    ambit("init");
    refused(ambit("why", "gret"), "no installed package is `gret`; did you mean `greet`?");
    refused(ambit("approve", "greet", "fs.readfile"), "did you mean `fs.readFile`?");
    refused(ambit("audti"), "there is no `audti`; did you mean `audit`?");
    refused(ambit("-q", "audit"), "there is no `-q` here; options stand behind the command");
    refused(ambit("audit", "--prd"), "there is no `--prd`; did you mean `--prod`?");
    refused(ambit("init", "--mode", "enfroce"), "`enfroce` is no mode");
  }

  @Test
  void whatNobodyCanHaveIsNotApprovedAndTheSettingsStayAsTheyWere() throws IOException {
    ambit("init");
    String settings = Files.readString(project.resolve("ambit.json"));
    refused(ambit("approve", "greet", "path", "module._cache"), "`module._cache` cannot be granted to any package: it is part of the loader");
    refused(ambit("approve", "greet", "node:domain"), "`domain` cannot be granted to any package: it replaces the event emitters");
    refused(ambit("approve", "greet", "domain.create"), "`domain.create` cannot be granted to any package");
    assertThat(Files.readString(project.resolve("ambit.json"))).isEqualTo(settings);
    assertThat(ambit("deny", "greet", "module._cache").code()).isZero();
    write("ambit.json", "{\"version\": 1, \"mode\": \"enforce\", \"grants\": {\"greet\": {\"allow\": [\"module.registerHooks\"]}}}");
    refused(ambit("audit"), "/grants/greet/allow/0: `module.registerHooks` cannot be granted to any package");
    refused(ambit("run", "index.js"), "`module.registerHooks` cannot be granted to any package");
  }

  @Test
  void commandsThatNeedABaselineSayHowToMakeOne() {
    for (String command : new String[] {"audit", "run"}) {
      CommandLineRun run = command.equals("run") ? ambit("run", "index.js") : ambit(command);
      refused(run, "there is no `ambit.lock.json`");
      assertThat(run.errors()).contains("ambit init -C " + project);
    }
  }

  @Test
  void missingFoldersAndLockFilesAreNamed() throws IOException {
    refused(CommandLineRun.of("init", "-C", project.resolve("nowhere").toString()), "is no folder");
    delete("package-lock.json");
    refused(ambit("init"), "package-lock.json");
    write("package-lock.json", "{\"name\": \"app\"");
    refused(ambit("init"), "package-lock.json:1:");
  }

  @Test
  void missingNodeModulesAreNamed() throws IOException {
    delete("node_modules/greet/index.js", "node_modules/greet/package.json", "node_modules/greet", "node_modules");
    CommandLineRun run = ambit("init");
    refused(run, "node_modules");
    assertThat(run.errors()).contains("npm ci");
  }

  @Test
  void malformedFilesOfOursAreRefusedWithPlaceAndPointer() throws IOException {
    ambit("init");
    write("ambit.json", "{\n  \"version\": 1,\n  \"mode\": \"enforce\",\n  \"grants\": {\"greet\": {\"alow\": [\"fs\"]}}\n}\n");
    CommandLineRun settings = ambit("audit");
    refused(settings, "ambit.json:4:");
    assertThat(settings.errors()).contains("/grants/greet").contains("`allow`");
    delete("ambit.json");
    write("ambit.lock.json", "{\"version\": 2}");
    refused(ambit("audit"), "ambit.lock.json:1:");
    write("ambit.lock.json", "");
    refused(ambit("audit"), "ambit.lock.json");
  }

  @Test
  void malformedDeclarationIsAFindingAndDeclaresNothing() throws IOException {
    write("node_modules/greet/.access.json", "{\"version\": 1, \"builtin\": [\"path\"]}");
    CommandLineRun init = ambit("init");
    assertThat(init.code()).isZero();
    assertThat(init.errors()).contains(".access.json").contains("`builtins`");
    assertThat(read("ambit.lock.json")).doesNotContain("path");
    assertThat(ambit("audit").code()).isEqualTo(1);
  }

  @Test
  void authorsDeclarationIsTakenAtInit() throws IOException {
    write("node_modules/greet/.access.json", "{\"version\": 0, \"access\": [\"path\"]}");
    ambit("init");
    assertThat(read("ambit.lock.json")).contains("\"source\": \"author\", \"builtins\": [\"path\"]");
    assertThat(ambit("audit").code()).isZero();
  }

  @Test
  void fileThatDoesNotParseIsAFinding() throws IOException {
    write("node_modules/greet/index.js", "const const\n");
    ambit("init");
    CommandLineRun run = ambit("audit", "-v");
    assertThat(run.output()).contains("`node_modules/greet/index.js` does not parse and is refused when enforcing");
  }

  @Test
  void packageThatNothingLocksIsAFinding() throws IOException {
    ambit("init");
    write("node_modules/extra/package.json", "{\"name\": \"extra\", \"version\": \"1.0.0\"}");
    write("node_modules/extra/index.js", "require('fs')\n");
    CommandLineRun run = ambit("audit");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output()).contains("`node_modules/extra`").contains("`fs`");
  }

  @Test
  void interruptedOrRefusedWritingLosesNothing() throws IOException {
    ambit("init");
    String settings = read("ambit.json");
    Path busy = project.resolve("ambit.lock.json");
    Files.delete(busy);
    // a folder of that name: nothing can be renamed over it
    Files.createDirectories(busy.resolve("in the way"));
    CommandLineRun run = ambit("init", "--mode", "observe");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).startsWith("ambit: ").doesNotContain("\tat ");
    assertThat(read("ambit.json")).isEqualTo(settings);
    assertThat(project).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void resultsGoToStdoutOrTheFileAsked() throws IOException {
    ambit("init");
    Path file = project.resolve("audit.json");
    CommandLineRun run = ambit("audit", "-f", "json", "-o", file.toString());
    assertThat(run.output()).isEmpty();
    assertThat(Json.MAPPER.readTree(Files.readString(file)).path("packages").intValue()).isEqualTo(1);
  }

  @Test
  void internalErrorsHideTheirStackTraceUntilAsked() throws IOException {
    assertThat(ambit("--help").code()).isZero();
    assertThat(CommandLineRun.of().code()).isEqualTo(2);
    CommandLineRun plain = CommandLineRun.of("audit", "-C", project.toString());
    assertThat(plain.errors()).doesNotContain("\tat ");
    assertThat(CommandLineRun.of("audit", "--stacktrace", "-C", project.toString()).errors()).contains("\tat ");
  }

  @Test
  void helpOfEveryCommandNamesItsOptions() {
    for (String command : new String[] {"init", "run", "audit", "why", "approve", "deny", "demo"}) {
      CommandLineRun run = CommandLineRun.of(command, "--help");
      assertThat(run.code()).as(command).isZero();
      assertThat(run.output()).as(command).contains("--format").contains("-C");
    }
  }

  private void turnMalicious() throws IOException {
    write(
        "node_modules/greet/index.js",
        "require('child_process').exec('true')\nconst path = require('path')\nmodule.exports = name => 'hello ' + path.basename(name)\n");
  }

  private static void refused(CommandLineRun run, String message) {
    assertThat(run.code()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors()).startsWith("ambit: ").contains(message).doesNotContain("\tat ");
    assertThat(run.output()).isEmpty();
  }

  private CommandLineRun ambit(String command, String... args) {
    String[] all = new String[args.length + 3];
    all[0] = command;
    all[1] = "-C";
    all[2] = project.toString();
    System.arraycopy(args, 0, all, 3, args.length);
    return command.startsWith("-") ? CommandLineRun.of(command) : CommandLineRun.of(all);
  }

  private void write(String file, String text) throws IOException {
    Path path = project.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private String read(String file) throws IOException {
    return Files.readString(project.resolve(file));
  }

  private void delete(String... files) throws IOException {
    for (String file : files) {
      Files.delete(project.resolve(file));
    }
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var paths = Files.walk(project)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Files.readString(path) + Files.getLastModifiedTime(path));
      }
    }
    return files;
  }
}
