package org.emoglot.serve;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who may ask: pages of this service and of listed origins, and, where there is a token, those who
 * know it.
 */
final class Access {

  private static final String BEARER = "Bearer ";

  /** Browsers cannot send a header with a web socket, but can name protocols. */
  private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

  private static final String PROTOCOL_BEARER = "bearer.";
  private static final Set<String> NAMES_OF_THIS_MACHINE =
      Set.of("localhost", "127.0.0.1", "[::1]");

  private final ServiceOptions options;
  private final boolean onlyThisMachine;

  Access(ServiceOptions options) {
    this.options = options;
    this.onlyThisMachine = isLoopback(options.host());
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // which the start of the service will say
    }
  }

  /**
   * Looks at where a request comes from.
   *
   * @throws Problem if pages of that origin may not ask
   */
  void checkOrigin(Context context) {
    String host = host(String.valueOf(context.header("Host")));
    if (onlyThisMachine && !isOurs(host)) { // a name that somebody else has pointed to us
      throw Problem.field(
          Problem.Kind.FOREIGN_ORIGIN,
          "Host",
          "the name of this machine, or of an origin that --origin lists",
          host);
    }
    String origin = context.header("Origin");
    if (origin == null || isSame(origin, String.valueOf(context.header("Host")))) {
      return;
    }
    if (!options.origins().contains(origin)) {
      throw Problem.field(
          Problem.Kind.FOREIGN_ORIGIN, "Origin", "an origin that --origin lists", origin);
    }
    context.header("Access-Control-Allow-Origin", origin);
    context.header("Vary", "Origin");
    context.header("Access-Control-Expose-Headers", "Location, Retry-After");
  }

  private boolean isOurs(String host) {
    return NAMES_OF_THIS_MACHINE.contains(host)
        || host.equals(options.host())
        || host.matches("127\\.[0-9.]+")
        || options.origins().stream().anyMatch(origin -> host(authority(origin)).equals(host));
  }

  /** Whether it only asks what it may ask, which it then may. */
  boolean isPreflight(Context context) {
    return context.method().name().equals("OPTIONS")
        && context.header("Origin") != null
        && context.header("Access-Control-Request-Method") != null;
  }

  /** Answers {@link #isPreflight}. */
  void preflight(Context context) {
    context.header("Access-Control-Allow-Methods", "GET, POST, DELETE");
    context.header("Access-Control-Allow-Headers", "Authorization, Content-Type");
    context.header("Access-Control-Max-Age", "3600");
    context.status(204);
  }

  /**
   * Asks for the token.
   *
   * @throws Problem if it is missing or another
   */
  void checkToken(Context context) {
    if (options.token().isEmpty()) {
      return;
    }
    byte[] expected = options.token().getBytes(StandardCharsets.UTF_8);
    byte[] found = token(context).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, found)) { // in a time that tells nothing
      throw Problem.of(
          Problem.Kind.UNAUTHORIZED,
          "Expected the header 'Authorization: Bearer <token>' with the token of this service, found none or another.");
    }
  }

  private static String token(Context context) {
    String header = context.header("Authorization");
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return header.substring(BEARER.length()).strip();
    }
    String protocols = context.header(PROTOCOLS);
    for (String protocol : List.of((protocols == null ? "" : protocols).split(","))) {
      if (protocol.strip().startsWith(PROTOCOL_BEARER)) {
        return decoded(protocol.strip().substring(PROTOCOL_BEARER.length()));
      }
    }
    return "";
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean isSame(String origin, String host) {
    return authority(origin).equalsIgnoreCase(host);
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A host without its port. */
  private static String host(String authority) {
    return authority.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
  }
}
