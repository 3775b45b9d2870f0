package dev.ambit.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Where attacks send what they stole: HTTP, raw TCP and DNS over UDP on free ports of 127.0.0.1. It
/// remembers everything as text.
final class Sink implements AutoCloseable {
  private static final String SETTLE = "/settle-" + ProcessHandle.current().pid();
  private static final byte[] SETTLE_QUESTION = new byte[12];

  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final Map<String, String> replies;
  private final HttpServer http;
  private final ServerSocket tcp;
  private final DatagramSocket udp;

  /// Opens the three ports.
  ///
  /// @param replies what HTTP answers, by path; otherwise `ok`
  Sink(Map<String, String> replies) {
    this.replies = replies;
    InetAddress here = InetAddress.getLoopbackAddress();
    try {
      http = HttpServer.create(new InetSocketAddress(here, 0), 0);
      tcp = new ServerSocket(0, 50, here);
      udp = new DatagramSocket(0, here);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::answer);
    http.start();
    Thread.ofVirtual().start(this::acceptTcp);
    Thread.ofVirtual().start(this::receiveUdp);
  }

  int httpPort() {
    return http.getAddress().getPort();
  }

  int tcpPort() {
    return tcp.getLocalPort();
  }

  int udpPort() {
    return udp.getLocalPort();
  }

  /// Everything so far: per HTTP request its method, path, headers and body; per TCP connection and per DNS
  /// question its text.
  List<String> received() {
    return List.copyOf(received);
  }

  /// Returns when everything that ended programs have sent is received. Each port handles one thing after
  /// the other, so what is sent now comes out last; HTTP takes a batch in any order, hence twice.
  void settle() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (Socket socket = new Socket(http.getAddress().getAddress(), httpPort())) {
        exchange(socket, "GET " + SETTLE + " HTTP/1.0\r\n\r\n");
      }
    }
    try (Socket socket = new Socket(tcp.getInetAddress(), tcpPort())) {
      exchange(socket, "");
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(10_000);
      socket.send(new DatagramPacket(SETTLE_QUESTION, SETTLE_QUESTION.length, udp.getLocalAddress(), udpPort()));
      socket.receive(new DatagramPacket(new byte[512], 512));
    }
  }

  private static void exchange(Socket socket, String request) throws IOException {
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.shutdownOutput();
    socket.getInputStream().readAllBytes();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!path.equals(SETTLE)) {
        String headers = exchange.getRequestHeaders().entrySet().toString();
        received.add(exchange.getRequestMethod() + " " + path + "\n" + headers + "\n" + body);
      }
      byte[] reply = replies.getOrDefault(path, "ok").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(200, reply.length == 0 ? -1 : reply.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(reply);
      }
    }
  }

  private void acceptTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        socket.setSoTimeout(10_000);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          received.add(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        received.add("tcp ended: " + e.getMessage());
      }
    }
  }

  private void receiveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        if (!Arrays.equals(question, SETTLE_QUESTION)) {
          received.add("dns " + labels(question));
        }
        udp.send(new DatagramPacket(noSuchName(question), question.length, packet.getSocketAddress()));
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        received.add("udp ended: " + e.getMessage());
      }
    }
  }

  /// The name in the question section of a DNS message, which starts after twelve bytes.
  private static String labels(byte[] message) {
    StringBuilder name = new StringBuilder();
    int at = 12;
    while (at < message.length && message[at] > 0 && at + message[at] < message.length) {
      name.append(new String(message, at + 1, message[at], StandardCharsets.UTF_8)).append('.');
      at += message[at] + 1;
    }
    return name.toString();
  }

  /// The same message as a response with code 3, so that a resolver asks no second time.
  private static byte[] noSuchName(byte[] question) {
    byte[] reply = question.clone();
    if (reply.length >= 4) {
      reply[2] |= (byte) 0x80;
      reply[3] = (byte) 0x83;
    }
    return reply;
  }

  @Override
  public void close() {
    http.stop(0);
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
