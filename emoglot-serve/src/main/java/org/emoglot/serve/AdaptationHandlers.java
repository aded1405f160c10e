package org.emoglot.serve;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.classifier.UnlabelledSample;

/** The addresses of adaptations: made of recordings without a label, listed, forgotten. */
final class AdaptationHandlers {

  private static final Set<String> PARAMETERS = Set.of("model", "name", "running");

  private final Requests requests;
  private final ServedModels models;
  private final Adaptations adaptations;
  private final Listener listener;
  private final Clock clock;

  AdaptationHandlers(
      Requests requests,
      ServedModels models,
      Adaptations adaptations,
      Listener listener,
      Clock clock) {
    this.requests = requests;
    this.models = models;
    this.adaptations = adaptations;
    this.listener = listener;
    this.clock = clock;
  }

  /** Makes one. */
  void create(Context context) {
    Adaptation adaptation =
        (Adaptation) requests.take(context, (body, turn) -> create(context, body, turn));
    adaptations.add(adaptation);
    context.header("Location", "/v1/adaptations/" + adaptation.id());
    Replies.json(context, 201, adaptation.document());
  }

  private Adaptation create(Context context, Body body, Requests.Turn turn) {
    Parameters parameters = new Parameters(context.queryParamMap(), body.fields(), PARAMETERS);
    ServedModel model = models.get(parameters.text("model"));
    if (!model.isAdaptable()) {
      throw Problem.field(
          "model", "a model that stores how it answers its training languages", model.id());
    }
    String id = adaptations.newId(parameters.text("name"));
    if (parameters.choice("running", "false", "true").equals("true")) {
      if (!body.isEmpty()) {
        throw Problem.field("file", "no recording, since it learns as it goes", "one");
      }
      return Adaptation.running(id, model, clock.instant());
    }
    List<Recording> recordings = body.requireRecordings();
    UnlabelledSample sample = model.classifier().sample();
    for (Recording recording : recordings) {
      sample.add(
          turn.of(
              () -> listener.answer(model.classifier().unadapted(), recording, true, turn.gone())));
    }
    if (sample.clips() == 0) {
      throw Problem.of(
          Problem.Kind.DAMAGED_AUDIO,
          "Expected speech in at least one recording to adapt to, found none in %d."
              .formatted(recordings.size()));
    }
    return Adaptation.fixed(id, model, sample, clock.instant());
  }

  /** Lists them. */
  void list(Context context) {
    new Parameters(context.queryParamMap(), Set.of());
    Replies.json(
        context,
        200,
        Map.of("adaptations", adaptations.all().stream().map(Adaptation::document).toList()));
  }

  /** Shows one. */
  void show(Context context) {
    new Parameters(context.queryParamMap(), Set.of());
    Replies.json(context, 200, adaptations.get(context.pathParam("id")).document());
  }

  /** Forgets one. */
  void remove(Context context) {
    new Parameters(context.queryParamMap(), Set.of());
    adaptations.remove(context.pathParam("id"));
    context.status(204);
  }
}
