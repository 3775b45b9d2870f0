package dev.ambit.cli.demo;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// What happened, once plain and once contained.
///
/// @param packages of the application
/// @param plainLeaked whether the sink got the secret from the plain run
/// @param containedLeaked whether it got it from the contained run
/// @param sameAnswers whether the contained application answered every request as the plain one
/// @param requests how many requests were compared
/// @param denials the guard's events of the contained run
public record Story(
    int packages, boolean plainLeaked, boolean containedLeaked, boolean sameAnswers, int requests, List<JsonNode> denials) {

  /// How long the sink waits for what a plain run steals: it sends after it has started to listen.
  private static final int GRACE_MILLIS = 3000;

  /// Whether the plain run leaked, the contained one did not, and the application worked all the same.
  public boolean isGood() {
    return plainLeaked && !containedLeaked && sameAnswers && !denials.isEmpty();
  }

  /// Installs the application in a folder, attacks it twice and tells what happens.
  ///
  /// @param folder to work in; is created
  /// @param tell takes the story line by line
  /// @throws IOException when something that is not the attack fails, with the output of what failed
  public static Story play(Path folder, Consumer<String> tell) throws IOException, InterruptedException {
    DemoApplication application = DemoApplication.create(folder.resolve("app"));
    tell.accept("1. an unmodified express application, with its whole tree from npm");
    tell.accept("   $ npm ci");
    run(new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), application.folder());
    application.plantClean();
    tell.accept("   planted deep inside of it, harmless so far: " + DemoApplication.PLANTED + "@0.1.0");
    tell.accept("");
    tell.accept("2. what is installed is taken as reviewed");
    tell.accept("   $ ambit init --mode enforce");
    List<String> init = List.of("init", "-C", application.folder().toString(), "--mode", "enforce", "-f", "json");
    JsonNode summary = Json.MAPPER.readTree(run(Self.command(init), application.folder()));
    int packages = summary.path("packages").intValue();
    tell.accept("   " + packages + " packages; wrote ambit.json (enforce), ambit.lock.json");
    application.plantAttack();
    tell.accept("");
    tell.accept("3. a patch release turns malicious: " + DemoApplication.PLANTED + "@0.1.1 steals the npm token and sends it away");
    return attack(application, packages, folder, tell);
  }

  private static Story attack(DemoApplication application, int packages, Path folder, Consumer<String> tell)
      throws IOException, InterruptedException {
    String secret = "FAKE-" + HexFormat.of().formatHex(new SecureRandom().generateSeed(8));
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve(".npmrc"), "//127.0.0.1/:_authToken=" + secret + "\n");
    try (Sink sink = new Sink()) {
      Path cache = Path.of(System.getProperty("user.home"));
      Map<String, String> env =
          Map.of(
              "HOME", home.toString(),
              "XDG_CACHE_HOME", System.getenv().getOrDefault("XDG_CACHE_HOME", cache.resolve(".cache").toString()),
              "SINK_PORT", String.valueOf(sink.port()),
              "npm_package_description", application.description());
      tell.accept("   $ node server.js");
      ProcessBuilder plain = new ProcessBuilder(node(application), "server.js");
      Outcome first = serve(plain, application, env, sink, secret);
      tell.accept("   " + first.answers.getFirst());
      tell.accept("   the sink on 127.0.0.1 " + (first.leaked ? "received " + secret : "received nothing"));
      sink.clear();
      tell.accept("");
      tell.accept("4. the same, contained");
      tell.accept("   $ ambit run server.js");
      Path events = folder.resolve("events.jsonl");
      List<String> run = List.of("run", "-C", application.folder().toString(), "--events", events.toString(), "server.js");
      Outcome second = serve(Self.command(run), application, env, sink, secret);
      second.errors.lines().forEach(line -> tell.accept("   " + line));
      tell.accept("   " + second.answers.getFirst());
      tell.accept("   the sink on 127.0.0.1 " + (second.leaked ? "received " + secret : "received nothing"));
      boolean same = first.answers.equals(second.answers);
      tell.accept("");
      tell.accept(
          same
              ? "5. all " + first.answers.size() + " requests were answered as by the plain application"
              : "5. the answers differ:\n   plain     " + first.answers + "\n   contained " + second.answers);
      return new Story(packages, first.leaked, second.leaked, same, first.answers.size(), events(events));
    }
  }

  private record Outcome(List<String> answers, boolean leaked, String errors) {}

  private static Outcome serve(
      ProcessBuilder command, DemoApplication application, Map<String, String> env, Sink sink, String secret)
      throws IOException, InterruptedException {
    command.directory(application.folder().toFile());
    command.environment().putAll(env);
    command.environment().remove("NODE_OPTIONS");
    try (ServerProcess server = ServerProcess.start(command)) {
      List<String> answers = server.answers();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
      while (!sink.got(secret) && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      return new Outcome(answers, sink.got(secret), server.stop());
    }
  }

  /// The project's own Node as npm linked it, else the one on PATH: what `ambit run` takes too.
  private static String node(DemoApplication application) {
    Path linked = application.folder().resolve("node_modules/.bin/node");
    return Files.isExecutable(linked) ? linked.toString() : "node";
  }

  private static List<JsonNode> events(Path file) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        events.add(Json.MAPPER.readTree(line));
      }
    }
    return List.copyOf(events);
  }

  private static String run(ProcessBuilder command, Path folder) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("ambit-demo", ".err");
    Process process = command.directory(folder.toFile()).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String said = Files.readString(errors);
    Files.delete(errors);
    if (code != 0) {
      throw new IOException("`" + command.command().getFirst() + "` ended with " + code + ": " + said + output);
    }
    return output;
  }
}
