package dev.ambit.integrity.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// A time-stamp authority behind an address (RFC 3161, 3.4).
public final class HttpTimeStampAuthority implements TimeStampAuthority {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int LARGEST = 1 << 20;

  private final URI address;

  /// @throws IllegalArgumentException when the address is not one of http or https
  public HttpTimeStampAuthority(URI address) {
    if (address.getHost() == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
      throw new IllegalArgumentException("`" + address + "` is no address of a time-stamp authority");
    }
    this.address = address;
  }

  @Override
  public byte[] answer(byte[] request) throws IOException {
    HttpRequest post =
        HttpRequest.newBuilder(address)
            .timeout(LONGEST)
            .header("Content-Type", "application/timestamp-query")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LONGEST).build()) {
      HttpResponse<InputStream> response = client.send(post, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (response.statusCode() != 200 || bytes.length > LARGEST) {
          throw new IOException("time-stamp authority `" + address + "` answered with " + response.statusCode());
        }
        return bytes;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped while waiting for a time-stamp").initCause(e);
    }
  }
}
