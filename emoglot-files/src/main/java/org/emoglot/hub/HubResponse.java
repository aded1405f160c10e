package org.emoglot.hub;

import java.net.URI;
import java.net.http.HttpHeaders;

/**
 * An answer, its body not yet read.
 *
 * @param status the HTTP status
 * @param headers the HTTP headers
 * @param uri who answered
 * @param body to be closed
 */
record HubResponse(int status, HttpHeaders headers, URI uri, TimedBody body)
    implements AutoCloseable {

  /** A header's first value, or the empty string. */
  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> !header("Location").isEmpty();
      default -> false;
    };
  }

  @Override
  public void close() {
    body.close();
  }
}
