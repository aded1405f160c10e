package org.emoglot.serve;

import io.javalin.Javalin;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.emoglot.InvalidInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running service.
 *
 * <pre>{@code
 * try (EmotionService service = EmotionService.start(options)) {
 *   service.await();
 * }
 * }</pre>
 *
 * <p>docs/service.md describes it for those who ask it, openapi.json for their programs.
 */
public final class EmotionService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmotionService.class);

  /** How long requests that were accepted have, once the service stops. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  /** How long their clients have to take the answers. */
  private static final Duration WRITING = Duration.ofSeconds(5);

  private final ServiceOptions options;
  private final ServedModels models;
  private final TemporaryFolder folder;
  private final ServiceMetrics metrics = new ServiceMetrics();
  private final Gate gate;
  private final StreamHandler streams;
  private final Javalin server;
  private final GracefulHandler unanswered = new GracefulHandler();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private EmotionService(ServiceOptions options, ServedModels models, TemporaryFolder folder) {
    this.options = options;
    this.models = models;
    this.folder = folder;
    Limits limits = options.limits();
    gate = new Gate(limits);
    Adaptations adaptations = new Adaptations(limits);
    Listener listener = new Listener(limits, metrics);
    Requests requests = new Requests(gate, folder, limits);
    streams = new StreamHandler(models, adaptations, gate, limits, metrics);
    metrics.gauge("emoglot.requests.accepted", "Requests without an answer yet", gate::admitted);
    metrics.gauge("emoglot.requests.waiting", "Requests that wait for a worker", gate::waiting);
    metrics.gauge("emoglot.workers.busy", "Workers that compute", gate::busy);
    metrics.gauge("emoglot.streams", "Streams that are open", streams::streams);
    metrics.gauge("emoglot.adaptations", "Adaptations that are kept", adaptations::size);
    Routes routes =
        new Routes(
            new Access(options),
            options.tls().isOn(),
            metrics,
            gate,
            models,
            new AnswerHandlers(requests, models, adaptations, listener),
            new AdaptationHandlers(requests, models, adaptations, listener, Clock.systemUTC()),
            streams);
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              Connectors.configure(config.jetty, options, unanswered);
              routes.configure(config);
            });
  }

  /**
   * Loads the models, and listens.
   *
   * @throws InvalidInputException if a model cannot be opened, or the address not be listened on
   */
  public static EmotionService start(ServiceOptions options) {
    return start(options, ServedModels.load(options.models()));
  }

  /** The same with models that are loaded; they are closed with the service. */
  static EmotionService start(ServiceOptions options, ServedModels models) {
    TemporaryFolder folder = TemporaryFolder.create();
    try {
      models.warmUp();
      EmotionService service = new EmotionService(options, models, folder);
      service.listen();
      return service;
    } catch (RuntimeException | Error e) {
      folder.close();
      models.close();
      throw e;
    }
  }

  private void listen() {
    try {
      server.start();
    } catch (RuntimeException e) {
      Throwable cause = cause(e);
      if (cause instanceof InvalidInputException invalid) {
        throw invalid; // such as of the certificate
      }
      throw new InvalidInputException(
          "Expected an address that is free to listen on, found that %s port %d is not (%s): choose another --host or --port."
              .formatted(options.host(), options.port(), reason(cause)),
          e);
    }
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof InvalidInputException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String reason(Throwable cause) {
    return cause instanceof UnresolvedAddressException
        ? "no such host"
        : String.valueOf(cause.getMessage());
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Where it is to be found. */
  public String address() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "%s://%s:%d/".formatted(options.tls().isOn() ? "https" : "http", host, port());
  }

  /** An answer is given before it is written, and a server that stops cuts off what is not. */
  private void awaitWritten() throws InterruptedException {
    long deadline = System.nanoTime() + WRITING.toNanos();
    while (unanswered.getCurrentRequestCount() > 0 && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Recordings that lie in its temporary folder. */
  int recordings() {
    return folder.files();
  }

  /** Requests without an answer yet. */
  int accepted() {
    return gate.admitted();
  }

  /** Waits until it has stopped. */
  public void await() throws InterruptedException {
    stopped.await();
  }

  /**
   * Lets nobody in any more, answers who was let in, and stops. To be called by any thread, such as
   * the hook of a process that is told to end; later calls wait for the first.
   */
  @Override
  public synchronized void close() {
    if (stopped.getCount() == 0) {
      return;
    }
    gate.stop();
    streams.stop();
    try {
      if (!gate.awaitIdle(GRACE.toMillis())) {
        LOG.warn("{} requests had no answer in time.", gate.admitted());
      }
      awaitWritten();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.stop();
      models.close();
      folder.close();
      metrics.close();
      stopped.countDown();
    }
  }
}
