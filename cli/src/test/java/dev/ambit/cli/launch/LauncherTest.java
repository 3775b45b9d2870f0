package dev.ambit.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The `ambit` script, in an installation whose main class prints what it was given.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LauncherTest {
  private static final String MAIN = """
      package dev.ambit.cli;
      public final class Ambit {
        public static void main(String[] args) throws Exception {
          var out = new java.io.PrintStream(System.out, true, "UTF-8");
          for (String arg : args) {
            out.println("arg " + arg.replace("\\n", "\\\\n"));
          }
          out.println("inherited " + System.getProperty("ambit.inherited"));
          out.println("locale " + System.getProperty("ambit.inherited.lc_all"));
          out.println("java " + System.getProperty("java.home"));
          out.println("in " + new String(System.in.readAllBytes()));
        }
      }
      """;

  @TempDir private Path folder;
  private Path home = Path.of("/");
  private Path tools = Path.of("/");

  private record Result(int code, String output, String errors) {
    String value(String key) {
      return output.lines().filter(line -> line.startsWith(key + " ")).findFirst().orElse(key + " nothing")
          .substring(key.length() + 1);
    }
  }

  @BeforeEach
  void install() throws Exception {
    folder = folder.toRealPath();
    home = Files.createDirectory(folder.resolve("in stallé"));
    Files.copy(script(), home.resolve("ambit"));
    executable(home.resolve("ambit"));
    jar(home.resolve("lib/ambit-cli.jar"));
    // a PATH with what the script needs, and no java
    tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : new String[] {"cat", "cp", "dirname", "find", "head", "mkdir", "mv", "readlink", "rm", "sleep",
        "touch"}) {
      executable(Files.writeString(tools.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin\nexec " + tool + " \"$@\"\n"));
    }
  }

  private static Path script() {
    return Path.of(System.getProperty("ambit.repo"), "ambit");
  }

  private static void executable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make `" + file + "` executable");
    }
  }

  private void jar(Path jar) throws IOException {
    Path source = Files.writeString(Files.createDirectories(folder.resolve("main")).resolve("Ambit.java"), MAIN);
    assertThat(ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-d", folder.resolve("main").toString(), source.toString())).isZero();
    Files.createDirectories(jar.resolve("..").normalize());
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("dev/ambit/cli/Ambit.class"));
      out.write(Files.readAllBytes(folder.resolve("main/dev/ambit/cli/Ambit.class")));
    }
  }

  private Result run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().putAll(environment);
    Path errors = folder.resolve("errors");
    Path input = Files.writeString(folder.resolve("input"), "from stdin");
    Process process = builder.redirectError(errors.toFile()).redirectInput(input.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output, Files.readString(errors));
  }

  private static Map<String, String> java(String... more) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("AMBIT_JAVA_HOME", System.getProperty("java.home"));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  /// A Java home that says that it is of a version and cannot do anything else.
  private Path fakeJava(String name, String release) throws IOException {
    Path java = Files.createDirectories(folder.resolve(name).resolve("bin")).resolve("java");
    executable(Files.writeString(java, "#!/bin/sh\necho \"ran " + name + "\"\n"));
    Files.writeString(folder.resolve(name).resolve("release"), release);
    return folder.resolve(name);
  }

  /// The script without the places where a JDK of this machine may lie.
  private Path withoutKnownPlaces() throws IOException {
    String text = Files.readString(home.resolve("ambit"));
    String without = text.replaceAll("/usr/|/opt/|/Library/", "/nowhere/");
    assertThat(without).isNotEqualTo(text);
    Path copy = Files.writeString(home.resolve("ambit-alone"), without);
    executable(copy);
    return copy;
  }

  @Test
  void theVersionIsSaidWithoutJava() throws Exception {
    Path written = Path.of(System.getProperty("ambit.repo"), "cli/src/main/app/version");
    assertThat(Files.readString(written).strip()).isEqualTo("ambit ${project.version}");
    Files.writeString(home.resolve("version"), "ambit 1.2.3" + System.lineSeparator());
    assertThat(run(Map.of("AMBIT_JAVA_HOME", "/nowhere"), home.resolve("ambit").toString(), "--version"))
        .satisfies(result -> assertThat(result.output().strip()).isEqualTo("ambit 1.2.3"))
        .satisfies(result -> assertThat(result.code()).isZero());
    // with anything else, and through a link, Java answers
    assertThat(run(java(), home.resolve("ambit").toString(), "--version", "x").value("arg")).isEqualTo("--version");
    Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("ambit"));
    assertThat(run(java(), link.toString(), "--version").value("arg")).isEqualTo("--version");
  }

  @Test
  void argumentsAndInputArriveFromAPathWithSpaces() throws Exception {
    Result result = run(java("LC_ALL", "C"), home + "/ambit", "two words", "", "żółć", "a\nb", "-x", "*");
    assertThat(result.errors()).isEmpty();
    assertThat(result.output().lines().limit(6))
        .containsExactly("arg two words", "arg ", "arg żółć", "arg a\\nb", "arg -x", "arg *");
    assertThat(result.value("locale")).isEqualTo("C");
    assertThat(result.value("in")).isEqualTo("from stdin");
  }

  @Test
  void linksLeadToTheInstallation() throws Exception {
    Files.createDirectory(folder.resolve("other"));
    Files.createSymbolicLink(folder.resolve("other/first"), Path.of("../in stallé/ambit"));
    Files.createSymbolicLink(tools.resolve("ambit"), folder.resolve("other/first"));
    assertThat(run(java(), "/bin/sh", "-c", "ambit one").value("arg")).isEqualTo("one");
    assertThat(run(java(), "/bin/sh", "-c", "cd 'in stallé' && ./ambit two").value("arg")).isEqualTo("two");
  }

  @Test
  void whatTheShellHandsOverIsWrittenDown() throws Exception {
    Result result = run(java(), "/bin/sh", "-c", "trap '' USR1 PIPE; exec 7<\"$0\"; exec \"$@\"",
        folder.resolve("input").toString(), home + "/ambit");
    String[] inherited = result.value("inherited").split(":", -1);
    assertThat(inherited).hasSize(3);
    assertThat(inherited[0]).isEqualTo("0000000000000000");
    // signals 32 and 33 are the C library's; those of the terminal a background job ignores, and so do its children
    long terminal = 0b111;
    assertThat(Long.parseUnsignedLong(inherited[1], 16) & ~(3L << 31) & ~terminal).isEqualTo(0x1200);
    assertThat(inherited[2]).isEqualTo("7");
    assertThat(result.value("locale")).isEqualTo("null");
  }

  @Test
  void theJavaThatTheUserNamesIsTaken() throws Exception {
    fakeJava("chosen", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"26-ea\"");
    assertThat(run(Map.of("AMBIT_JAVA_HOME", folder + "/chosen"), home + "/ambit").output()).isEqualTo("ran chosen\n");
    assertThat(run(Map.of("JAVA_HOME", folder + "/chosen"), home + "/ambit").output()).isEqualTo("ran chosen\n");
    assertThat(run(Map.of("PATH", folder + "/chosen/bin:" + tools), home + "/ambit").output())
        .isEqualTo("ran chosen\n");
  }

  @Test
  void anOlderJavaIsPassedOver() throws Exception {
    Path old = fakeJava("old", "JAVA_VERSION=\"17.0.15\"\n");
    Path ancient = fakeJava("ancient", "JAVA_VERSION=\"1.8.0_492\"\n");
    Path young = fakeJava("home/.jdks/young", "JAVA_VERSION=\"27\"\n");
    Path fit = fakeJava("home/.jdks/fit", "JAVA_VERSION=\"25.0.1\"\n");
    assertThat(List.of(old, ancient, young, fit)).allMatch(Files::isDirectory);
    Result result = run(
        Map.of("JAVA_HOME", old.toString(), "PATH", ancient + "/bin:" + tools, "HOME", folder + "/home"),
        withoutKnownPlaces().toString());
    assertThat(result.output()).isEqualTo("ran home/.jdks/fit\n");
  }

  @Test
  void aNamedJavaThatDoesNotFitIsAnError() throws Exception {
    Path old = fakeJava("old", "JAVA_VERSION=\"17.0.15\"\n");
    Result result = run(Map.of("AMBIT_JAVA_HOME", old.toString()), home + "/ambit");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors()).isEqualTo("ambit: AMBIT_JAVA_HOME is `" + old
        + "`, where no Java 25 or newer is; correct it or unset it\n");
  }

  @Test
  void withoutJavaTheUserLearnsWhatToInstall() throws Exception {
    Result result = run(Map.of("AMBIT_JAVA_HOME", ""), withoutKnownPlaces().toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.output()).isEmpty();
    assertThat(result.errors()).startsWith("ambit: needs Java 25 or newer and found none\n")
        .contains("sudo apt install openjdk-25-jdk").contains("AMBIT_JAVA_HOME=/path/to/jdk-25");
  }

  @Test
  void anIncompleteInstallationIsSaid() throws Exception {
    Files.delete(home.resolve("lib/ambit-cli.jar"));
    Result result = run(java(), home + "/ambit");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors()).isEqualTo(
        "ambit: `" + home + "/lib/ambit-cli.jar` is missing: this installation is incomplete\n");
  }

  @Test
  void aCollectorOfTheUsersChoiceIsNoConflict() throws Exception {
    Result result = run(java("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC"), home + "/ambit", "x");
    assertThat(result.code()).isZero();
    assertThat(result.value("arg")).isEqualTo("x");
  }

  @Test
  void aDamagedCacheIsIgnoredSilently() throws Exception {
    Files.writeString(home.resolve("ambit.aot"), "of another JDK");
    Result result = run(java(), home + "/ambit", "x");
    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).startsWith("arg x\ninherited ");
  }

  /// A checkout whose `mvn` puts the jar in place and counts.
  private Path checkout() throws IOException {
    Path checkout = Files.createDirectory(folder.resolve("check out"));
    Files.copy(script(), checkout.resolve("ambit"));
    executable(checkout.resolve("ambit"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.createDirectories(checkout.resolve("core/src/main/java"));
    Files.writeString(checkout.resolve("core/src/main/java/A.java"), "class A {}");
    executable(Files.writeString(tools.resolve("mvn"), """
        #!/bin/sh
        echo "$*" >> '%s/builds'
        cat > /dev/null
        [ ! -e fail ] || { echo "the compiler complains"; exit 1; }
        mkdir -p cli/target/app/lib
        cp '%s/lib/ambit-cli.jar' cli/target/app/lib/
        echo built > cli/target/app/built
        """.formatted(folder, home)));
    return checkout;
  }

  private List<String> builds() throws IOException {
    Path builds = folder.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  @Test
  void aCheckoutIsBuiltOnceAndAgainAfterAChange() throws Exception {
    Path checkout = checkout();
    Result first = run(java(), checkout + "/ambit", "x");
    assertThat(first.value("arg")).isEqualTo("x");
    assertThat(first.value("in")).isEqualTo("from stdin");
    assertThat(first.errors()).isEqualTo("ambit: building (once) with " + System.getProperty("java.home") + "\n");
    assertThat(checkout.resolve("cli/target/app/ambit.aot")).isNotEmptyFile();
    Result second = run(java(), checkout + "/ambit", "x");
    assertThat(second.errors()).isEmpty();
    assertThat(second.output()).isEqualTo(first.output());
    assertThat(builds()).containsExactly("-q -B -DskipTests -Dmaven.test.skip=true -Dexec.skip=true -pl cli -am package");
    Files.setLastModifiedTime(checkout.resolve("core/src/main/java/A.java"), FileTime.from(Instant.now()));
    assertThat(run(java(), checkout + "/ambit", "x").code()).isZero();
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aDeletedSourceIsAChange() throws Exception {
    Path checkout = checkout();
    run(java(), checkout + "/ambit");
    Files.delete(checkout.resolve("core/src/main/java/A.java"));
    run(java(), checkout + "/ambit");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aFailedBuildIsShownAndTriedAgain() throws Exception {
    Path checkout = checkout();
    Files.createFile(checkout.resolve("fail"));
    Result failed = run(java(), checkout + "/ambit", "x");
    assertThat(failed.code()).isEqualTo(2);
    assertThat(failed.output()).isEmpty();
    assertThat(failed.errors())
        .endsWith("the compiler complains\nambit: the build failed, see above\n");
    Files.delete(checkout.resolve("fail"));
    assertThat(run(java(), checkout + "/ambit", "x").value("arg")).isEqualTo("x");
  }

  @Test
  void severalThatStartAtOnceBuildOnce() throws Exception {
    Path checkout = checkout();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ProcessBuilder builder = new ProcessBuilder(checkout + "/ambit", "x")
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(java("PATH", tools.toString()));
      processes.add(builder.start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(builds()).hasSize(1);
  }

  @Test
  void theLockOfADeadBuildIsBroken() throws Exception {
    Path checkout = checkout();
    Process dead = new ProcessBuilder("/bin/true").start();
    assertThat(dead.waitFor()).isZero();
    Files.createDirectories(checkout.resolve(".ambit-build/lock"));
    Files.writeString(checkout.resolve(".ambit-build/lock/pid"), dead.pid() + "\n");
    assertThat(run(java(), checkout + "/ambit", "x").value("arg")).isEqualTo("x");
  }

  @Test
  void withoutMavenTheUserLearnsWhatToInstall() throws Exception {
    Path checkout = checkout();
    Files.delete(tools.resolve("mvn"));
    Result result = run(java(), checkout + "/ambit");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors()).startsWith("ambit: building this checkout needs Maven 3.8 or newer; install it");
  }
}
