package org.emoglot.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Requests that are repeated while a server fails, and redirects that take no secret to another
 * host.
 */
final class HubHttp {

  private static final int MOST_REDIRECTS = 10;
  private static final String USER_AGENT = "emoglot";

  private final HubOptions options;
  private final HttpClient client;

  HubHttp(HubOptions options) {
    this.options = options;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.timeout())
            .proxy(options.proxies().selector())
            .build();
  }

  /** The head of a file: of the hub itself, not of the content network that it points to. */
  HubResponse head(URI uri, int attempts) {
    return send("HEAD", uri, 0, attempts);
  }

  /** The bytes from an offset on; a server may send them from the start (200 instead of 206). */
  HubResponse get(URI uri, long offset, int attempts) {
    return send("GET", uri, offset, attempts);
  }

  /**
   * Waits before another attempt.
   *
   * @param failures how many attempts failed, from 1
   */
  void pause(int failures) {
    Duration wait = options.backOff().multipliedBy(1L << Math.min(failures - 1, 20));
    sleep(wait.compareTo(options.longestWait()) > 0 ? options.longestWait() : wait);
  }

  /** An answer that is neither "try again" nor a redirect. */
  private HubResponse send(String method, URI uri, long offset, int attempts) {
    for (int attempt = 1; ; attempt++) {
      HubResponse response;
      try {
        response = follow(method, uri, offset);
      } catch (IOException e) {
        if (attempt >= attempts) {
          throw HubErrors.unreachable(uri, attempt, e);
        }
        pause(attempt);
        continue;
      }
      if (!isTransient(response.status())) {
        return response;
      }
      response.close();
      Duration asked = retryAfter(response.header("Retry-After"));
      if (attempt >= attempts || asked.compareTo(options.longestWait()) > 0) {
        throw HubErrors.busy(response, attempt, asked);
      }
      if (asked.isZero()) {
        pause(attempt);
      } else {
        sleep(asked);
      }
    }
  }

  private HubResponse follow(String method, URI uri, long offset) throws IOException {
    URI current = uri;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HubResponse response = once(method, current, offset);
      boolean answered = method.equals("HEAD") && !response.header("X-Linked-Etag").isEmpty();
      if (answered || !response.isRedirect()) {
        return response;
      }
      response.close();
      current = HubErrors.location(response);
    }
    throw new HubException(
        "Expected a file at %s, found more than %d redirects in a row: try again later."
            .formatted(uri, MOST_REDIRECTS));
  }

  private HubResponse once(String method, URI uri, long offset) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(options.timeout())
            .header("User-Agent", USER_AGENT)
            .header("Accept-Encoding", "identity"); // the size and the checksum are the file's own
    if (!options.token().isEmpty() && isSameOrigin(uri, options.endpoint())) {
      request.header("Authorization", "Bearer " + options.token());
    }
    // Not by an Authenticator: with one, the platform's client would drop the token above.
    options
        .proxies()
        .authorization(uri)
        .ifPresent(login -> request.header("Proxy-Authorization", login));
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofPublisher());
    } catch (InterruptedException e) {
      throw HubErrors.interrupted(e);
    }
    TimedBody body = new TimedBody(options.timeout());
    response.body().subscribe(body);
    return new HubResponse(response.statusCode(), response.headers(), uri, body);
  }

  static boolean isSameOrigin(URI a, URI b) {
    return String.valueOf(a.getScheme()).equalsIgnoreCase(b.getScheme())
        && String.valueOf(a.getHost()).equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private static boolean isTransient(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** Seconds or a date; zero where the server names none. */
  private static Duration retryAfter(String value) {
    if (value.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    if (value.isEmpty()) {
      return Duration.ZERO;
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(ZonedDateTime.now(date.getZone()), date);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private static void sleep(Duration wait) {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      throw HubErrors.interrupted(e);
    }
  }
}
