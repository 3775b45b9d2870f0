package dev.ambit.cli.launch;

import dev.ambit.cli.launch.LaunchRequest.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A project, a guard that only says that it ran, and a home folder, in one temporary folder.
record Sandbox(Path root) {
  static Sandbox in(Path folder) throws IOException {
    Sandbox sandbox = new Sandbox(folder.toRealPath());
    Files.createDirectories(sandbox.project());
    Files.writeString(sandbox.project().resolve("package.json"), "{\"name\": \"app\"}");
    Files.createDirectories(sandbox.guard().resolve("src"));
    Files.writeString(sandbox.guard().resolve("src/start.cjs"), "globalThis.guard = 'guarded';");
    Files.writeString(sandbox.manifest(), "{}");
    Files.createDirectories(sandbox.bin());
    return sandbox;
  }

  Path project() {
    return root.resolve("pro ject");
  }

  Path guard() {
    return root.resolve("gu\"ard \\ 'x");
  }

  Path manifest() {
    return root.resolve("manifest.json");
  }

  /// A folder that is on the PATH.
  Path bin() {
    return root.resolve("bin");
  }

  Path file(String name, String text) throws IOException {
    Path file = project().resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Path program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make `" + file + "` executable");
    }
    return file;
  }

  /// A `node` that only knows its version.
  Path fakeNode(Path folder, String version) throws IOException {
    return program(folder.resolve("node"), "#!/bin/sh\necho asked >> '" + root + "/asked'\necho " + version + "\n");
  }

  Path realNode(int major) throws IOException {
    return Files.createSymbolicLink(bin().resolve("node"), RealNode.line(major));
  }

  Map<String, String> environment(String... more) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", bin() + ":/usr/bin:/bin");
    environment.put("HOME", root.toString());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  LaunchRequest request(Command command, String... environment) {
    return new LaunchRequest(project(), project(), guard(), manifest(), "sha256-x", null,
        environment(environment), "enforcing 1 package", command);
  }

  LaunchPlan run(String file, String... arguments) throws LaunchException {
    return LaunchPlan.of(request(new Command.Script(file, List.of(arguments))));
  }

  LaunchPlan program(String name, String... arguments) throws LaunchException {
    return LaunchPlan.of(request(new Command.Program(name, List.of(arguments))));
  }
}
