package dev.ambit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final Sink sink = new Sink(Map.of("/stage", "the next stage"));

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void httpRequestIsRememberedWithMethodPathHeadersAndBody() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sink.httpPort() + "/stage?a=b"))
            .header("ad-referral", "seed")
            .POST(HttpRequest.BodyPublishers.ofString("body"))
            .build();
    send(request);
    assertThat(sink.received()).hasSize(1);
    assertThat(sink.received().getFirst()).startsWith("POST /stage?a=b\n").contains("seed").endsWith("body");
  }

  @Test
  void httpAnswersWhatTheScenarioSaysAndOtherwiseOk() throws IOException, InterruptedException {
    URI root = URI.create("http://127.0.0.1:" + sink.httpPort() + "/");
    assertThat(send(HttpRequest.newBuilder(root.resolve("stage")).build())).isEqualTo("the next stage");
    assertThat(send(HttpRequest.newBuilder(root.resolve("other")).build())).isEqualTo("ok");
  }

  @Test
  void bytesSentOverTcpAreThereOnceTheSinkHasSettled() throws IOException {
    try (Socket socket = new Socket(HERE, sink.tcpPort())) {
      socket.getOutputStream().write("raw bytes".getBytes(StandardCharsets.UTF_8));
    }
    sink.settle();
    assertThat(sink.received()).containsExactly("raw bytes");
  }

  @Test
  void nameOfDnsQuestionIsThereOnceTheSinkHasSettled() throws IOException {
    byte[] question = "............\5stole\4test\0".getBytes(StandardCharsets.US_ASCII);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(question, question.length, HERE, sink.udpPort()));
    }
    sink.settle();
    assertThat(sink.received()).containsExactly("dns stole.test.");
  }

  private static String send(HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
