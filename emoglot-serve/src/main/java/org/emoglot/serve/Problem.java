package org.emoglot.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a request has no answer: a problem document of RFC 9457, thrown. */
final class Problem extends RuntimeException {

  /** What went wrong, and its status of HTTP. */
  enum Kind {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHORIZED(401, "A token is needed"),
    FOREIGN_ORIGIN(403, "Pages of this origin may not ask"),
    NOT_FOUND(404, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "This method is not for this address"),
    TOO_SLOW(408, "The request took too long to arrive"),
    NAME_TAKEN(409, "The name is taken"),
    TOO_LARGE(413, "The request is too large"),
    NO_AUDIO(415, "This is no audio that can be read"),
    DAMAGED_AUDIO(422, "The audio cannot be decoded"),
    UPGRADE_REQUIRED(426, "A web socket is needed"),
    BUSY(429, "The service is busy"),
    BUG(500, "The service failed"),
    STOPPING(503, "The service is stopping");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String type() {
      return "urn:emoglot:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** The media type of a problem document. */
  static final String MEDIA_TYPE = "application/problem+json";

  /** A sentence has at most so many characters, whatever it quotes. */
  private static final int LONGEST = 1000;

  private final Kind kind;
  private final int retryAfterSeconds;
  private final List<Map<String, String>> errors;

  private Problem(
      Kind kind, String detail, int retryAfterSeconds, List<Map<String, String>> errors) {
    super(detail, null, false, false); // what a client did wrong needs no stack trace
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
    this.errors = List.copyOf(errors);
  }

  /** A problem in one sentence. */
  static Problem of(Kind kind, String detail) {
    return new Problem(kind, detail, 0, List.of());
  }

  /** A problem that goes away by itself. */
  static Problem later(Kind kind, String detail, int seconds) {
    return new Problem(kind, detail, seconds, List.of());
  }

  /** A field that has not the value that it should have. */
  static Problem field(String field, String expected, String found) {
    return field(Kind.INVALID_REQUEST, field, expected, found);
  }

  /** A field that has not the value that it should have, as a problem of another kind. */
  static Problem field(Kind kind, String field, String expected, String found) {
    String quoted = found.length() > 80 ? found.substring(0, 80) + "…" : found;
    Map<String, String> error = new LinkedHashMap<>();
    error.put("field", field);
    error.put("expected", expected);
    error.put("found", quoted);
    return new Problem(
        kind,
        "Expected '%s' to be %s, found '%s'.".formatted(field, expected, quoted),
        0,
        List.of(error));
  }

  Kind kind() {
    return kind;
  }

  /** When to come back; 0 where that would not help. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** The document. */
  Map<String, Object> document() {
    String detail = String.valueOf(getMessage());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", kind.type());
    document.put("title", kind.title);
    document.put("status", kind.status());
    document.put("detail", detail.length() > LONGEST ? detail.substring(0, LONGEST) + "…" : detail);
    if (!errors.isEmpty()) {
      document.put("errors", errors);
    }
    return document;
  }
}
