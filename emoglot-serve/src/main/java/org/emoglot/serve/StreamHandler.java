package org.emoglot.serve;

import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.emoglot.io.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The address of streams. */
final class StreamHandler {

  private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
  private static final int PING_SECONDS = 15;

  private final ServedModels models;
  private final Adaptations adaptations;
  private final Gate gate;
  private final Limits limits;
  private final ServiceMetrics metrics;
  private final Map<String, Open> open = new ConcurrentHashMap<>();

  private record Open(WsContext context, StreamSession session) {}

  StreamHandler(
      ServedModels models,
      Adaptations adaptations,
      Gate gate,
      Limits limits,
      ServiceMetrics metrics) {
    this.models = models;
    this.adaptations = adaptations;
    this.gate = gate;
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Streams that are open. */
  int streams() {
    return open.size();
  }

  /**
   * Looks at a request for a stream while it still can be refused as a request.
   *
   * @throws Problem if it is refused
   */
  void check(Context context) {
    if (gate.isStopping()) {
      throw Gate.stopped();
    }
    if (open.size() >= limits.streams()) {
      throw Problem.later(
          Problem.Kind.BUSY,
          "Expected at most %d streams at the same time, found more: come back later."
              .formatted(limits.streams()),
          5);
    }
    StreamQuestion.of(context.queryParamMap(), models, adaptations);
  }

  void configure(WsConfig ws) {
    ws.onConnect(context -> guarded(context, () -> connect(context)));
    ws.onBinaryMessage(context -> guarded(context, () -> session(context).next(context.data())));
    ws.onMessage(context -> guarded(context, () -> message(context, context.message())));
    ws.onClose(this::forget);
    ws.onError(this::forget);
  }

  private void connect(WsContext context) {
    if (open.size() >= limits.streams()) { // several were let in at once
      throw Problem.later(Problem.Kind.BUSY, "Expected fewer streams at the same time.", 5);
    }
    context.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
    StreamSession session =
        new StreamSession(
            StreamQuestion.of(context.queryParamMap(), models, adaptations),
            gate,
            limits,
            metrics,
            message -> context.send(Json.writeLine(message)));
    open.put(context.sessionId(), new Open(context, session));
  }

  private StreamSession session(WsContext context) {
    Open found = open.get(context.sessionId());
    if (found == null) {
      throw new ClientGone();
    }
    return found.session();
  }

  private void message(WsContext context, String text) {
    if (!text.replaceAll("\\s", "").equals("{\"type\":\"end\"}")) {
      throw Problem.field("message", "audio, or {\"type\": \"end\"}", text);
    }
    session(context).end();
    context.closeSession(StatusCode.NORMAL, "");
  }

  private void guarded(WsContext context, Runnable work) {
    try {
      work.run();
    } catch (ClientGone e) {
      forget(context);
    } catch (Problem e) {
      refuse(context, e, StatusCode.POLICY_VIOLATION);
    } catch (RuntimeException | Error e) {
      LOG.error("A stream failed: {}", Failure.of(e));
      refuse(
          context,
          Problem.of(Problem.Kind.BUG, "The service failed because of a bug in it."),
          StatusCode.SERVER_ERROR);
    }
  }

  private void forget(WsContext context) {
    Open found = open.remove(context.sessionId());
    if (found != null) {
      found.session().close();
    }
  }

  private void refuse(WsContext context, Problem problem, int status) {
    forget(context);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", "error");
    message.put("problem", problem.document());
    context.send(Json.writeLine(message));
    context.closeSession(status, "");
  }

  /** Answers all streams as far as they have come, and ends them. */
  void stop() {
    for (Open stream : open.values()) {
      guarded(
          stream.context(),
          () -> {
            stream.session().end();
            stream.context().closeSession(StatusCode.SHUTDOWN, "");
          });
    }
  }
}
