package org.emoglot.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;

/**
 * The places of the hub and the cache, and the timeouts.
 *
 * @param endpoint the hub, without a slash at its end
 * @param token the access token, sent only to the endpoint; empty for none
 * @param offline never connect
 * @param cache the folder of the cache, shared with the Python client
 * @param symbolicLinks whether snapshots may hold links; copies otherwise
 * @param proxies the way out
 * @param timeout the longest silence of a server, when connecting, before its answer and within it
 * @param attempts how often to ask a server that fails before giving up, at least 1
 * @param backOff the wait after the first failure; doubles with each
 * @param longestWait the longest wait between attempts, and the longest that a server may ask for
 */
public record HubOptions(
    URI endpoint,
    String token,
    boolean offline,
    Path cache,
    boolean symbolicLinks,
    HubProxies proxies,
    Duration timeout,
    int attempts,
    Duration backOff,
    Duration longestWait) {

  private static final String DEFAULT_ENDPOINT = "https://huggingface.co";
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final int DEFAULT_ATTEMPTS = 5;
  private static final Duration DEFAULT_BACK_OFF = Duration.ofMillis(500);
  private static final Duration DEFAULT_LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

  public HubOptions {
    String scheme = endpoint.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme)) || endpoint.getHost() == null) {
      throw new InvalidInputException(
          "Expected the address of a hub such as %s in HF_ENDPOINT, found '%s'."
              .formatted(DEFAULT_ENDPOINT, endpoint));
    }
    if (endpoint.toString().endsWith("/")) {
      endpoint = URI.create(endpoint.toString().replaceAll("/+$", ""));
    }
    if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) { // not shown: it is a secret
      throw new InvalidInputException(
          "Expected a token of visible ASCII characters in HF_TOKEN, found others among its %d."
              .formatted(token.length()));
    }
    if (timeout.isNegative() || timeout.isZero() || backOff.isNegative() || attempts < 1) {
      throw new IllegalArgumentException(
          "Expected a positive timeout, a wait and at least one attempt, found %s, %s and %d."
              .formatted(timeout, backOff, attempts));
    }
    cache = cache.toAbsolutePath().normalize();
  }

  /** As the environment of this process says. */
  public static HubOptions fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /**
   * As an environment says, by the names of the Python client: {@code HF_ENDPOINT}; {@code
   * HF_TOKEN}, else the file {@code HF_TOKEN_PATH}, else {@code HF_HOME/token}; {@code
   * HF_HUB_OFFLINE}; {@code HF_HUB_CACHE}, else {@code HF_HOME/hub}; {@code HF_HOME}, else {@code
   * ~/.cache/huggingface}; {@code HF_HUB_DISABLE_SYMLINKS}; {@code HF_HUB_DOWNLOAD_TIMEOUT} in
   * seconds; {@code https_proxy}, {@code http_proxy} and {@code no_proxy}.
   *
   * @throws InvalidInputException if a value cannot be used
   */
  public static HubOptions fromEnvironment(Map<String, String> environment) {
    Path user = Path.of(first(environment, System.getProperty("user.home"), "HOME"));
    String caches = first(environment, user.resolve(".cache").toString(), "XDG_CACHE_HOME");
    Path home =
        folder(user, first(environment, Path.of(caches, "huggingface").toString(), "HF_HOME"));
    Path cache =
        folder(
            user,
            first(
                environment,
                home.resolve("hub").toString(),
                "HF_HUB_CACHE",
                "HUGGINGFACE_HUB_CACHE"));
    return new HubOptions(
        address(first(environment, DEFAULT_ENDPOINT, "HF_ENDPOINT")),
        token(environment, user, home),
        isTrue(first(environment, "", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")),
        cache,
        !isTrue(first(environment, "", "HF_HUB_DISABLE_SYMLINKS")),
        HubProxies.fromEnvironment(environment),
        timeout(first(environment, "", "HF_HUB_DOWNLOAD_TIMEOUT")),
        DEFAULT_ATTEMPTS,
        DEFAULT_BACK_OFF,
        DEFAULT_LONGEST_WAIT);
  }

  /** The same, more or less patient. */
  public HubOptions withPatience(
      Duration newTimeout, int newAttempts, Duration newBackOff, Duration newLongestWait) {
    return new HubOptions(
        endpoint,
        token,
        offline,
        cache,
        symbolicLinks,
        proxies,
        newTimeout,
        newAttempts,
        newBackOff,
        newLongestWait);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "HubOptions[endpoint=%s, token=%s, offline=%b, cache=%s, timeout=%s, attempts=%d]"
        .formatted(endpoint, token.isEmpty() ? "none" : "given", offline, cache, timeout, attempts);
  }

  private static String token(Map<String, String> environment, Path user, Path home) {
    String given = first(environment, "", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN").strip();
    if (!given.isEmpty()) {
      return given;
    }
    Path file = folder(user, first(environment, home.resolve("token").toString(), "HF_TOKEN_PATH"));
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the token in " + file + ": " + e.getMessage(), e);
    }
  }

  private static URI address(String value) {
    try {
      return URI.create(value.strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected the address of a hub such as %s in HF_ENDPOINT, found '%s'."
              .formatted(DEFAULT_ENDPOINT, value),
          e);
    }
  }

  private static Duration timeout(String value) {
    if (value.isEmpty()) {
      return DEFAULT_TIMEOUT;
    }
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new InvalidInputException(
          "Expected whole seconds, 1 or more, in HF_HUB_DOWNLOAD_TIMEOUT, found '%s'."
              .formatted(value));
    }
    return Duration.ofSeconds(Integer.parseInt(value));
  }

  private static Path folder(Path user, String value) {
    return value.equals("~") || value.startsWith("~/")
        ? user.resolve(value.substring(Math.min(2, value.length())))
        : Path.of(value);
  }

  private static boolean isTrue(String value) {
    return TRUE.contains(value.strip().toUpperCase(Locale.ROOT));
  }

  private static String first(Map<String, String> environment, String other, String... names) {
    for (String name : names) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return other;
  }
}
