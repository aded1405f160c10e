package org.emoglot.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.emoglot.InvalidInputException;

/** What goes wrong between a hub and its user, each in one sentence. */
final class HubErrors {

  private static final String ERROR_CODE = "X-Error-Code";

  private HubErrors() {}

  /** For an answer that is neither success nor "try again". */
  static RuntimeException refused(Asked asked, HubOptions options, HubResponse response) {
    int status = response.status();
    String code = response.header(ERROR_CODE);
    String page = options.endpoint() + "/" + asked.repoId();
    String wanted = asked.described();
    boolean withToken = !options.token().isEmpty();
    if (status == 407) {
      return new InvalidInputException(
          "Expected %s, found that the proxy asks for a login (HTTP 407): give it as http://user:password@host:port in https_proxy or http_proxy (for https also -Djdk.http.auth.tunneling.disabledSchemes=\"\")."
              .formatted(wanted));
    }
    if (!HubHttp.isSameOrigin(response.uri(), options.endpoint())) {
      return new HubException(
          "Expected %s from %s, to which the hub redirects, found HTTP %d: try again later."
              .formatted(wanted, response.uri().getHost(), status));
    }
    if (code.equals("GatedRepo") || (status == 403 && withToken)) {
      return new InvalidInputException(
          "Expected %s, found that access needs a request (HTTP %d): %s"
              .formatted(
                  wanted,
                  status,
                  withToken
                      ? "accept the conditions at %s with the account of your HF_TOKEN, whose token must be allowed to read this repository."
                          .formatted(page)
                      : "accept the conditions at %s and give a token of that account in HF_TOKEN."
                          .formatted(page)));
    }
    if (status == 401 || status == 403) {
      return new InvalidInputException(
          "Expected %s, found no access (HTTP %d; a hub also answers this for a missing repository): check the name at %s, and %s."
              .formatted(
                  wanted,
                  status,
                  page,
                  withToken
                      ? "that the token in HF_TOKEN is valid and may read it"
                      : "give a token in HF_TOKEN if it is private"));
    }
    if (status == 404 || status == 410) {
      return new InvalidInputException(
          switch (code) {
            case "RepoNotFound" ->
                "Expected the repository %s, found no such repository at %s (HTTP %d): check its spelling, or give a token in HF_TOKEN if it is private."
                    .formatted(asked.repoId(), options.endpoint(), status);
            case "RevisionNotFound" ->
                "Expected the revision %s of %s, found no such branch, tag or commit (HTTP %d): see %s/tree/main."
                    .formatted(asked.revision(), asked.repoId(), status, page);
            case "EntryNotFound" ->
                "Expected the file %s in %s at revision %s, found no such file (HTTP %d): see %s/tree/%s."
                    .formatted(
                        asked.fileName(),
                        asked.repoId(),
                        asked.revision(),
                        status,
                        page,
                        asked.revision());
            default ->
                "Expected %s, found nothing at %s (HTTP %d): check the names of the repository, the revision and the file."
                    .formatted(wanted, options.endpoint(), status);
          });
    }
    return new HubException(
        "Expected %s, found HTTP %d from %s: check HF_ENDPOINT, or try again later."
            .formatted(wanted, status, response.uri().getHost()));
  }

  /** For a server that said "not now" each time. */
  static HubException busy(HubResponse response, int attempts, Duration asked) {
    String wait =
        asked.isZero() ? "later" : "in %d seconds, as it asks for".formatted(asked.toSeconds());
    return new HubUnreachableException(
        "Expected an answer from %s, found HTTP %d (%s) at each of %d attempts: try again %s."
            .formatted(
                response.uri().getHost(),
                response.status(),
                response.status() == 429 ? "too many requests" : "the server fails",
                attempts,
                wait));
  }

  /** For a connection that was never made, or broke. */
  static HubException unreachable(URI uri, int attempts, IOException cause) {
    return new HubUnreachableException(
        "Expected an answer from %s, found that %s (%d attempts): check the network, https_proxy and HF_ENDPOINT, or set HF_HUB_OFFLINE=1 to use only the cache."
            .formatted(uri.getHost(), reason(uri, cause), attempts),
        cause);
  }

  static HubException interrupted(Throwable cause) {
    Thread.currentThread().interrupt();
    return new HubException("The download was interrupted: start it again to resume it.", cause);
  }

  /** For an answer that no hub gives: a login page of a network, another kind of server. */
  static HubException notAHub(Asked asked, HubResponse response, String missing) {
    return new HubException(
        "Expected %s, found an answer of %s without %s, which is not from a hub: check HF_ENDPOINT, the proxy, and whether the network asks for a login."
            .formatted(asked.described(), response.uri().getHost(), missing));
  }

  /** For a cache that cannot be read or written. */
  static HubException cache(Path cache, IOException cause) {
    return new HubException(
        "Expected a readable and writable cache at %s, found %s (%s): free space, correct its permissions, or set another folder in HF_HUB_CACHE."
            .formatted(cache, cause.getMessage(), cause.getClass().getSimpleName()),
        cause);
  }

  /** The destination of a redirect; never from an encrypted connection to an open one. */
  static URI location(HubResponse response) {
    String value = response.header("Location");
    URI target;
    try {
      target = response.uri().resolve(value);
    } catch (IllegalArgumentException e) {
      throw new HubException(
          "Expected an address in a redirect of %s, found '%s': try again later."
              .formatted(response.uri().getHost(), value),
          e);
    }
    boolean web = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
    boolean opened =
        "https".equals(response.uri().getScheme()) && "http".equals(target.getScheme());
    if (!web || opened || target.getHost() == null) {
      throw new HubException(
          "Expected a redirect of %s to an encrypted web address, found '%s': not followed."
              .formatted(response.uri().getHost(), value));
    }
    return target;
  }

  private static String reason(URI uri, IOException failure) {
    Throwable cause = failure;
    for (Throwable c = failure; c != null; c = c.getCause()) {
      if (c instanceof UnresolvedAddressException || c instanceof UnknownHostException) {
        return "the host %s is unknown".formatted(uri.getHost());
      }
      cause = c;
    }
    if (failure instanceof HttpTimeoutException) {
      return "the answer timed out";
    }
    if (failure instanceof SSLException) {
      return "no encrypted connection was possible (%s)".formatted(failure.getMessage());
    }
    if (failure instanceof ConnectException) {
      return "no connection was possible";
    }
    return "the connection broke (%s)".formatted(cause.getMessage());
  }
}
