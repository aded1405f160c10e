package org.emoglot.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.emoglot.io.Json;

/** How answers are written. */
final class Replies {

  /** What is left of a body is read as far as this, and for so long. */
  private static final int MOST_UNREAD = 16 << 20;

  private static final long MOST_NANOS = 5_000_000_000L;

  private Replies() {}

  /** A JSON object or list. */
  static void json(Context context, int status, Object document) {
    write(context, status, "application/json", document);
  }

  /** A problem document; what is left of a small body is read, so that the client reads this. */
  static void problem(Context context, Problem problem) {
    problem(context, problem, problem.document());
  }

  /** The same with members of its own. */
  static void problem(Context context, Problem problem, Map<String, Object> document) {
    if (problem.retryAfterSeconds() > 0) {
      context.header("Retry-After", String.valueOf(problem.retryAfterSeconds()));
    }
    if (problem.kind() == Problem.Kind.UNAUTHORIZED) {
      context.header("WWW-Authenticate", "Bearer realm=\"emoglot\"");
    }
    if (problem.kind() == Problem.Kind.TOO_SLOW || !readRest(context)) {
      context.header("Connection", "close");
    }
    write(context, problem.kind().status(), Problem.MEDIA_TYPE, document);
  }

  private static void write(Context context, int status, String type, Object document) {
    byte[] bytes = Json.writeLine(document).getBytes(StandardCharsets.UTF_8);
    context.status(status).contentType(type).result(bytes);
    if ("websocket"
        .equalsIgnoreCase(context.header("Upgrade"))) { // of which nobody writes a result
      try {
        context.res().setContentLength(bytes.length);
        context.res().getOutputStream().write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot refuse a web socket", e);
      }
    }
  }

  /** Whether nothing of the body is left to arrive. */
  private static boolean readRest(Context context) {
    if (context.req().getContentLengthLong() > MOST_UNREAD) {
      return false;
    }
    long deadline = System.nanoTime() + MOST_NANOS;
    try {
      InputStream in = context.req().getInputStream();
      byte[] buffer = new byte[1 << 14];
      long left = MOST_UNREAD;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        left -= read;
        if (left < 0 || System.nanoTime() - deadline > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false; // it has gone, or sends no more
    }
  }
}
