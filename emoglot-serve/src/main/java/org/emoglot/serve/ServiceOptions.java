package org.emoglot.serve;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;

/**
 * How a service is set up.
 *
 * @param host the address that it listens on
 * @param port that it listens on; 0 takes a free one
 * @param models saved models by id, at least one; the first answers where none is named
 * @param limits what clients may ask for
 * @param token that clients must send; empty where anybody may ask
 * @param origins pages of other sites that may ask, such as {@code https://example.org}
 * @param tls certificate and key; {@link Tls#NONE} for plain HTTP
 */
public record ServiceOptions(
    String host,
    int port,
    Map<String, Path> models,
    Limits limits,
    String token,
    List<String> origins,
    Tls tls) {

  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}(/[A-Za-z0-9._-]{1,64})?";
  private static final String ORIGIN = "https?://[A-Za-z0-9.\\[\\]:-]+";
  private static final int SHORTEST_TOKEN = 16;

  public ServiceOptions {
    models = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(models));
    origins = List.copyOf(origins);
    if (models.isEmpty()) {
      throw new InvalidInputException("Expected at least one model to serve, found none.");
    }
    for (String id : models.keySet()) {
      if (!id.matches(ID)) {
        throw new InvalidInputException(
            "Expected an id of a model of letters, digits, '.', '_' and '-', found '%.80s': name it with --model <id>=<folder>."
                .formatted(id));
      }
    }
    if (port < 0 || port > 65_535) {
      throw new InvalidInputException(
          "Expected a port from 0 to 65535, found %d; 0 takes a free one.".formatted(port));
    }
    for (String origin : origins) {
      if (!origin.matches(ORIGIN)) {
        throw new InvalidInputException(
            "Expected an origin such as https://example.org, without a path, found '%.80s'."
                .formatted(origin));
      }
    }
    if (!token.isEmpty() && (token.length() < SHORTEST_TOKEN || !token.matches("[!-~]+"))) {
      throw new InvalidInputException(
          "Expected a token of at least %d visible ASCII characters, found another: make one with 'openssl rand -hex 32'."
              .formatted(SHORTEST_TOKEN));
    }
  }
}
