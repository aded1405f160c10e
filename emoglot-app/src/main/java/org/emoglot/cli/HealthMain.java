package org.emoglot.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * The health check of the container image: whether the service on this machine answers. It exits
 * with 0 if it does, and else with 1.
 */
public final class HealthMain {

  /** The environment variable that names the port, for {@link ServeCommand} as well. */
  static final String PORT = "EMOGLOT_PORT";

  static final String USUAL_PORT = "8080";
  private static final int MILLISECONDS = 5000;

  private HealthMain() {}

  /** Asks the service on the port that {@code EMOGLOT_PORT} names, or on 8080. */
  public static void main(String[] args) {
    System.exit(isLive(System.getenv().getOrDefault(PORT, USUAL_PORT)) ? 0 : 1);
  }

  static boolean isLive(String port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/health/live").toURL().openConnection();
      connection.setConnectTimeout(MILLISECONDS);
      connection.setReadTimeout(MILLISECONDS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
