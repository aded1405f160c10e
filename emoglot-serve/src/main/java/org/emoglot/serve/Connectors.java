package org.emoglot.serve;

import io.javalin.config.JettyConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How connections come in. */
final class Connectors {

  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(30);

  /** What is written after the last answer was computed. */
  private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(5);

  /** Connections that nobody has taken yet; of a burst, Java's 50 would make Linux drop some. */
  private static final int BURST = 1024;

  private static final int HEADER_BYTES = 1 << 14;
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final int TEXT_BYTES = 1 << 12;
  private static final int SPARE_THREADS = 32;

  private Connectors() {}

  /**
   * Sets them up.
   *
   * @param unanswered counts the requests whose answers are not written yet
   */
  static void configure(JettyConfig jetty, ServiceOptions options, GracefulHandler unanswered) {
    Limits limits = options.limits();
    QueuedThreadPool threads =
        new QueuedThreadPool(
            limits.workers() + limits.queue() + 2 * limits.streams() + SPARE_THREADS);
    threads.setName("emoglot-serve");
    jetty.threadPool = threads;
    jetty.modifyServer(
        server -> {
          server.setHandler(unanswered);
          server.setErrorHandler(new JettyErrors());
          server.setStopTimeout(STOP_MILLIS);
          server.setStopAtShutdown(false);
        });
    jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors()));
    jetty.modifyWebSocketServletFactory(
        sockets -> {
          sockets.setMaxBinaryMessageSize(MESSAGE_BYTES);
          sockets.setMaxTextMessageSize(TEXT_BYTES);
          sockets.setIdleTimeout(Duration.ofMillis(2 * IDLE_MILLIS)); // pings come more often
        });
    jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(HEADER_BYTES);
        });
    jetty.addConnector((server, http) -> connector(server, http, options));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ServiceOptions options) {
    ServerConnector connector;
    if (options.tls().isOn()) {
      SecureRequestCustomizer secure = new SecureRequestCustomizer();
      secure.setSniHostCheck(false); // a certificate for any of its names will do
      http.addCustomizer(secure);
      SslContextFactory.Server tls = new SslContextFactory.Server();
      tls.setKeyStore(options.tls().keyStore());
      tls.setKeyStorePassword("");
      connector =
          new ServerConnector(
              server,
              new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
              new HttpConnectionFactory(http));
    } else {
      connector = new ServerConnector(server, new HttpConnectionFactory(http));
    }
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(BURST);
    return connector;
  }
}
