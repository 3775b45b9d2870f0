package dev.ambit.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A started server of the demo application, from its first line of output to its end.
public final class ServerProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path errors;
  private final int port;

  private ServerProcess(Process process, Path errors, int port) {
    this.process = process;
    this.errors = errors;
    this.port = port;
  }

  /// Starts the command and waits until it says where it listens.
  ///
  /// @param command with program, arguments, environment and folder set
  /// @throws IOException when it ends or stays silent instead, with what it printed
  public static ServerProcess start(ProcessBuilder command) throws IOException {
    Path errors = Files.createTempFile("ambit-demo", ".err");
    command.redirectError(errors.toFile());
    Process process = command.start();
    process.getOutputStream().close();
    Thread watchdog =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(PATIENCE);
                    process.destroyForcibly();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.matches()) {
        watchdog.interrupt();
        return new ServerProcess(process, errors, Integer.parseInt(matcher.group(1)));
      }
    }
    process.destroyForcibly();
    watchdog.interrupt();
    throw new IOException("the server did not start: " + Files.readString(errors));
  }

  /// Asks the server for what it has and returns status, type and body of each answer, in order.
  public List<String> answers() throws IOException, InterruptedException {
    List<String> answers = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path : new String[] {"/", "/?name=ambit", "/source", "/nowhere", "/broken"}) {
        answers.add("GET " + path + " " + send(client, HttpRequest.newBuilder(uri(path)).build()));
      }
      HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"a\":[1,2,3]}");
      HttpRequest post =
          HttpRequest.newBuilder(uri("/echo")).header("Content-Type", "application/json").POST(body).build();
      answers.add("POST /echo " + send(client, post));
    }
    return answers;
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static String send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode()
        + " " + response.headers().firstValue("content-type").orElse("-")
        + " " + response.headers().firstValue("etag").orElse("-")
        + " " + response.body();
  }

  /// Ends the server as a service manager would and returns what it printed to its error stream.
  public String stop() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Files.readString(errors);
  }

  /// The exit code, once stopped.
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
