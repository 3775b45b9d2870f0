package dev.ambit.cli.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Where stolen things would arrive: an HTTP server on this machine that keeps what it is sent.
public final class Sink implements AutoCloseable {
  private final HttpServer server;
  private final List<String> received = new CopyOnWriteArrayList<>();

  /// Listens on a free port of 127.0.0.1.
  public Sink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(exchange.getRequestURI() + "\n" + exchange.getRequestHeaders().entrySet() + "\n" + body);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  /// The port it listens on.
  public int port() {
    return server.getAddress().getPort();
  }

  /// Whether any request held the secret.
  public boolean got(String secret) {
    return received.stream().anyMatch(r -> r.contains(secret));
  }

  /// Forgets what came so far.
  public void clear() {
    received.clear();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
