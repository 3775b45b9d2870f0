package dev.ambit.integrity.signature;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
            .header("Content-Type", "application/timestamp-query")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    HttpClient client = HttpClient.newHttpClient();
    try {
      // the time limit of a request ends with the headers; this one covers the body too
      HttpResponse<byte[]> response =
          client
              .sendAsync(post, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST))
              .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("time-stamp authority `" + address + "` answered with " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("time-stamp authority `" + address + "` cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped while waiting for a time-stamp").initCause(e);
    } finally {
      client.shutdownNow();
    }
  }
}
