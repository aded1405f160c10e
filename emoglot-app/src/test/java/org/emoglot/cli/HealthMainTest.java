package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class HealthMainTest {

  @Test
  void isLive_serviceThatAnswers_isTrueOnlyFor200() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int[] status = {200};
    server.createContext(
        "/health/live",
        exchange -> {
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    String port = String.valueOf(server.getAddress().getPort());
    try {
      assertThat(HealthMain.isLive(port)).isTrue();
      status[0] = 503;
      assertThat(HealthMain.isLive(port)).isFalse();
    } finally {
      server.stop(0);
    }
    assertThat(HealthMain.isLive(port)).as("nobody listens").isFalse();
    assertThat(HealthMain.isLive("eighty")).isFalse();
  }
}
