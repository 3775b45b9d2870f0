package dev.ambit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A temporary folder in which one run of a scenario takes place: `app` with the clean tree, a fake `home`,
/// `markers` for what attacks write, and a sink of its own. Its path holds a space on purpose.
final class Playground implements AutoCloseable {
  private final Path root;
  private final Scenario scenario;
  private final Secrets secrets = Secrets.create();
  private final Sink sink;

  Playground(Scenario scenario) throws IOException {
    this.scenario = scenario;
    sink = new Sink(scenario.replies());
    root = Files.createTempDirectory("ambit " + scenario.name() + " ").toRealPath();
    Path home = Files.createDirectory(home());
    Files.createDirectory(markers());
    Files.writeString(home.resolve(".npmrc"), "//127.0.0.1/:_authToken=" + secrets.npmToken() + "\n");
    Files.writeString(home.resolve("wallet.json"), "{\"seed\":\"" + secrets.walletSeed() + "\"}\n");
    overlay("app");
  }

  Path app() {
    return root.resolve("app");
  }

  Path home() {
    return root.resolve("home");
  }

  Path markers() {
    return root.resolve("markers");
  }

  /// Where the guard reports denials.
  Path events() {
    return root.resolve("events.jsonl");
  }

  Sink sink() {
    return sink;
  }

  /// Lays `attack/` over the application and updates its lock file, as `npm update` would.
  void attack() throws IOException {
    overlay("attack");
  }

  private void overlay(String layer) throws IOException {
    Path from = scenario.folder().resolve(layer);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        copy(file, app().resolve(from.relativize(file)));
      }
    }
    if (!Files.exists(scenario.folder().resolve("app/package-lock.json"))) {
      new PackageLock(app()).write();
    }
  }

  private void copy(Path from, Path to) throws IOException {
    if (Files.isSymbolicLink(from)) {
      Files.deleteIfExists(to);
      Files.createSymbolicLink(to, Files.readSymbolicLink(from));
    } else if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(to);
    } else {
      // one byte, one character: whatever the file's encoding, other bytes stay as they are
      String text = Files.readString(from, StandardCharsets.ISO_8859_1);
      for (Map.Entry<String, String> place : sourcePlaces().entrySet()) {
        text = text.replace(place.getKey(), place.getValue());
      }
      Files.writeString(to, text, StandardCharsets.ISO_8859_1);
    }
  }

  /// What an attack would hard-code, by its stand-in in source files.
  private Map<String, String> sourcePlaces() {
    return Map.of(
        "__SINK_PORT__", String.valueOf(sink.httpPort()),
        "__TCP_PORT__", String.valueOf(sink.tcpPort()),
        "__UDP_PORT__", String.valueOf(sink.udpPort()),
        "__HOME__", home().toString(),
        "__MARKERS__", markers().toString());
  }

  /// A text of expect.json with its `${…}` filled in.
  String fill(String text) {
    for (Map.Entry<String, String> place : places().entrySet()) {
      text = text.replace("${" + place.getKey() + "}", place.getValue());
    }
    return text;
  }

  /// The opposite, so that what this run gave can be compared with expect.json.
  String unfill(String text) {
    for (Map.Entry<String, String> place : places().entrySet()) {
      text = text.replace(place.getValue(), "${" + place.getKey() + "}");
    }
    return text;
  }

  private Map<String, String> places() {
    return Map.of(
        "NPM_TOKEN", secrets.npmToken(),
        "WALLET_SEED", secrets.walletSeed(),
        "API_KEY", secrets.apiKey(),
        "APP", app().toString(),
        "HOME", home().toString(),
        "MARKERS", markers().toString());
  }

  /// The whole environment of the application: nothing of this machine but `PATH`.
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("HOME", home().toString());
    environment.put("API_KEY", secrets.apiKey());
    environment.put("SINK_PORT", String.valueOf(sink.httpPort()));
    environment.put("MARKERS", markers().toString());
    scenario.env().forEach((name, value) -> environment.put(name, fill(value)));
    return environment;
  }

  /// The text of a file, or empty where there is none; of a folder some text.
  Optional<String> content(String relative) throws IOException {
    Path file = root.resolve(relative);
    if (Files.isDirectory(file)) {
      return Optional.of("a folder");
    }
    return Files.exists(file) ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1)) : Optional.empty();
  }

  @Override
  public void close() {
    sink.close();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
