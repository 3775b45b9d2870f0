package dev.ambit.e2e.apps;

import dev.ambit.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A debugger of a Node program, over the DevTools protocol on 127.0.0.1.
final class Debugger implements AutoCloseable {
  private static final int SECONDS = 180;

  private final Process process;
  private final WebSocket socket;
  private final Messages messages;
  private final HttpClient client;
  private int asked;

  private Debugger(Process process, HttpClient client, WebSocket socket, Messages messages) {
    this.process = process;
    this.client = client;
    this.socket = socket;
    this.messages = messages;
  }

  /// Starts a program that waits for its debugger (`--inspect-brk=127.0.0.1:0`).
  ///
  /// @throws IllegalStateException when it does not say where it listens
  static Debugger start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    StringBuilder seen = new StringBuilder();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      seen.append(line).append('\n');
      int at = line.indexOf("ws://");
      if (at >= 0) {
        HttpClient client = HttpClient.newHttpClient();
        Messages messages = new Messages();
        WebSocket socket = client.newWebSocketBuilder().buildAsync(URI.create(line.substring(at)), messages).join();
        return new Debugger(process, client, socket, messages);
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException("no debugger to talk to:\n" + seen);
  }

  /// The answer to a command.
  ///
  /// @param params as JSON
  /// @throws IllegalStateException when there is none, or an error
  JsonNode ask(String method, String params) throws InterruptedException {
    int id = ++asked;
    socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}", true).join();
    JsonNode answer = next(messages.answers, method);
    if (answer.path("id").intValue() != id || answer.has("error")) {
      throw new IllegalStateException("`" + method + "` is answered by " + answer);
    }
    return answer.path("result");
  }

  /// The next time that the program stops.
  JsonNode paused() throws InterruptedException {
    return next(messages.pauses, "Debugger.paused").path("params");
  }

  /// The address of the script in which a frame of a stop lies.
  String scriptOf(JsonNode frame) {
    return messages.scripts.getOrDefault(frame.path("location").path("scriptId").stringValue(""), "");
  }

  /// Lets go of the program and waits for all that it prints.
  String output() throws IOException {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    socket.abort();
    client.shutdownNow();
  }

  private static JsonNode next(BlockingQueue<JsonNode> queue, String what) throws InterruptedException {
    JsonNode message = queue.poll(SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new IllegalStateException("nothing came of `" + what + "`");
    }
    return message;
  }

  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> pauses = new LinkedBlockingQueue<>();
    private final Map<String, String> scripts = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonNode message = Json.MAPPER.readTree(text.toString());
        text.setLength(0);
        JsonNode params = message.path("params");
        if (message.path("method").stringValue("").equals("Debugger.scriptParsed")) {
          scripts.put(params.path("scriptId").stringValue(""), params.path("url").stringValue(""));
        } else if (message.has("id")) {
          answers.add(message);
        } else if (message.path("method").stringValue("").equals("Debugger.paused")) {
          pauses.add(message);
        }
      }
      from.request(1);
      return null;
    }
  }
}
