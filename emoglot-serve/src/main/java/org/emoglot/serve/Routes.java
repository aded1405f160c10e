package org.emoglot.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which address is answered by whom. */
final class Routes {

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private static final String STREAM = "/v1/stream";
  private static final String HUGGING_FACE = "/models/<id>";

  /** What needs no token: that somebody is there, and the pages, which hold nothing private. */
  private static final Set<String> OPEN =
      Set.of("/", "/docs", "/openapi.json", "/health/live", "/health/ready");

  private static final String PAGE = "/page/";

  /** Of a request whose client has left before its answer, as others write it. */
  private static final int CLIENT_LEFT = 499;

  private final Access access;
  private final boolean tls;
  private final ServiceMetrics metrics;
  private final Gate gate;
  private final ServedModels models;
  private final AnswerHandlers answers;
  private final AdaptationHandlers adaptations;
  private final StreamHandler streams;
  private final PageFiles pages = new PageFiles();
  private final ObjectNode openApi = OpenApi.document();

  Routes(
      Access access,
      boolean tls,
      ServiceMetrics metrics,
      Gate gate,
      ServedModels models,
      AnswerHandlers answers,
      AdaptationHandlers adaptations,
      StreamHandler streams) {
    this.access = access;
    this.tls = tls;
    this.metrics = metrics;
    this.gate = gate;
    this.models = models;
    this.answers = answers;
    this.adaptations = adaptations;
    this.streams = streams;
  }

  void configure(JavalinConfig config) {
    config.http.prefer405over404 = true;
    config.router.javaLangErrorHandler((response, error) -> LOG.error(Failure.of(error)));
    config.requestLogger.http((context, millis) -> count(context, millis));
    RoutesConfig routes = config.routes;
    routes.before(this::before);
    addAnswers(routes);
    addState(routes);
    routes.get("/", context -> pages.serve(context, "index.html"));
    routes.get("/docs", context -> pages.serve(context, "docs.html"));
    routes.get(PAGE + "{name}", context -> pages.serve(context, context.pathParam("name")));
    routes.wsBeforeUpgrade(
        STREAM,
        context -> {
          before(context);
          streams.check(context);
        });
    routes.ws(STREAM, streams::configure);
    addProblems(routes);
  }

  private void addAnswers(RoutesConfig routes) {
    routes.post("/v1/predict", answers::predict);
    routes.post("/v1/timeline", answers::timeline);
    routes.post(HUGGING_FACE, answers::huggingFace);
    routes.post("/v1/adaptations", adaptations::create);
    routes.get("/v1/adaptations", adaptations::list);
    routes.get("/v1/adaptations/{id}", adaptations::show);
    routes.delete("/v1/adaptations/{id}", adaptations::remove);
    routes.get(
        STREAM,
        context -> {
          context.header("Upgrade", "websocket");
          throw Problem.of(
              Problem.Kind.UPGRADE_REQUIRED, "Expected a web socket (RFC 6455), found a request.");
        });
  }

  private void addState(RoutesConfig routes) {
    routes.get(
        "/v1/models",
        context -> {
          new Parameters(context.queryParamMap(), Set.of());
          Replies.json(context, 200, models.document());
        });
    routes.get("/health/live", context -> Replies.json(context, 200, Map.of("status", "live")));
    routes.get("/health/ready", this::ready);
    routes.get(
        "/metrics",
        context ->
            context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.text()));
    routes.get("/openapi.json", context -> Replies.json(context, 200, openApi));
  }

  private void ready(Context context) {
    if (gate.isStopping()) {
      throw Gate.stopped();
    }
    Replies.json(context, 200, Map.of("status", "ready"));
  }

  private void before(Context context) {
    context.attribute("begun", System.nanoTime());
    Headers.add(context, tls);
    access.checkOrigin(context);
    if (access.isPreflight(context)) {
      access.preflight(context);
      context.skipRemainingHandlers();
      return;
    }
    if (!OPEN.contains(context.path()) && !context.path().startsWith(PAGE)) {
      access.checkToken(context);
    }
  }

  private void addProblems(RoutesConfig routes) {
    routes.exception(Problem.class, (problem, context) -> refuse(context, problem));
    routes.exception(ClientGone.class, (gone, context) -> context.status(CLIENT_LEFT));
    routes.exception(
        HttpResponseException.class,
        (response, context) -> {
          String methods = response.getDetails().get("availableMethods");
          if (methods != null) {
            context.header("Allow", methods);
          }
          refuse(context, problem(response));
        });
    routes.exception(
        Exception.class,
        (failure, context) -> {
          LOG.error("A request failed: {}", Failure.of(failure));
          refuse(
              context, Problem.of(Problem.Kind.BUG, "The service failed because of a bug in it."));
        });
  }

  /** Clients of Hugging Face look for a member of their own. */
  private static void refuse(Context context, Problem problem) {
    Map<String, Object> document = new LinkedHashMap<>(problem.document());
    if (context.path().startsWith("/models/")) {
      document.put("error", document.get("detail"));
    }
    Replies.problem(context, problem, document);
  }

  private static Problem problem(HttpResponseException response) {
    return switch (response.getStatus()) {
      case 404 -> Problem.of(Problem.Kind.NOT_FOUND, "There is nothing at this address.");
      case 405 ->
          Problem.of(
              Problem.Kind.METHOD_NOT_ALLOWED,
              "Expected another method at this address: see /openapi.json.");
      default ->
          Problem.of(
              Problem.Kind.INVALID_REQUEST,
              "Expected a request as /openapi.json has it, found another.");
    };
  }

  private void count(Context context, float millis) {
    Endpoint endpoint = context.endpoints().lastHttpEndpoint();
    String route = endpoint == null ? "none" : endpoint.path;
    metrics.request(
        context.method().name(), route, context.statusCode(), (long) (millis * 1_000_000));
    LOG.debug("{} {} {} {} ms", context.method(), route, context.statusCode(), millis);
  }
}
