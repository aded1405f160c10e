package org.emoglot.serve;

import io.javalin.http.Context;

/** What every answer says to browsers, so that a page of this service stays by itself. */
final class Headers {

  /** Nothing from anywhere else: no script, style, font, picture or request. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Headers() {}

  static void add(Context context, boolean tls) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
    if (tls) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
