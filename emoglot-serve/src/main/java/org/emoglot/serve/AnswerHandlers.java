package org.emoglot.serve;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.classifier.Timeline;

/** The addresses that answer questions about recordings. */
final class AnswerHandlers {

  private final Requests requests;
  private final ServedModels models;
  private final Adaptations adaptations;
  private final Listener listener;

  AnswerHandlers(
      Requests requests, ServedModels models, Adaptations adaptations, Listener listener) {
    this.requests = requests;
    this.models = models;
    this.adaptations = adaptations;
    this.listener = listener;
  }

  /** An answer to each recording; what is wrong with one takes no answer from another. */
  void predict(Context context) {
    Replies.json(
        context, 200, requests.take(context, (body, turn) -> predict(context, body, turn)));
  }

  private Map<String, Object> predict(Context context, Body body, Requests.Turn turn) {
    Question question = question(context, body);
    Answers answers = new Answers(question.top());
    List<Recording> recordings = body.requireRecordings();
    List<Map<String, Object>> predictions = new ArrayList<>();
    List<Map<String, Object>> failed = new ArrayList<>();
    for (Recording recording : recordings) {
      try {
        Timeline timeline = answer(question, recording, question.segments(), turn);
        predictions.add(answers.prediction(recording.name(), timeline));
      } catch (Problem e) {
        if (recordings.size() == 1) {
          throw e;
        }
        failed.add(Map.of("file", recording.name(), "problem", e.document()));
      }
    }
    Map<String, Object> document = Answers.head(question.model(), question.adaptation());
    document.put("predictions", predictions);
    document.put("failed", failed);
    return document;
  }

  /** The segments of speech of one recording of any length. */
  void timeline(Context context) {
    Replies.json(
        context, 200, requests.take(context, (body, turn) -> timeline(context, body, turn)));
  }

  private Map<String, Object> timeline(Context context, Body body, Requests.Turn turn) {
    Question question = question(context, body);
    List<Recording> recordings = body.requireRecordings();
    if (recordings.size() > 1) {
      throw Problem.field("file", "one recording", recordings.size() + " recordings");
    }
    Recording recording = recordings.get(0);
    Timeline timeline = answer(question, recording, question.segments(), turn);
    Map<String, Object> document = new LinkedHashMap<>();
    document.putAll(Answers.head(question.model(), question.adaptation()));
    document.putAll(new Answers(question.top()).timeline(recording.name(), timeline));
    return document;
  }

  private Question question(Context context, Body body) {
    return Question.of(
        new Parameters(context.queryParamMap(), body.fields(), Question.PARAMETERS),
        models,
        adaptations);
  }

  private Timeline answer(
      Question question, Recording recording, boolean segments, Requests.Turn turn) {
    return question.answer(
        turn.of(() -> listener.answer(question.classifier(), recording, segments, turn.gone())));
  }

  /** The scores of one clip in the shape of Hugging Face's interface for audio classification. */
  void huggingFace(Context context) {
    ServedModel model = models.get(context.pathParam("id"));
    new Parameters(context.queryParamMap(), java.util.Set.of());
    Object answer =
        requests.take(
            context,
            HuggingFaceBody::read,
            (body, turn) -> {
              List<Recording> recordings = body.requireRecordings();
              int top = HuggingFaceBody.top(body, model.classifier().labels().size());
              Timeline timeline =
                  turn.of(
                      () ->
                          listener.answer(
                              model.classifier(), recordings.get(0), true, turn.gone()));
              return new Answers(top).scores(timeline.overall());
            });
    Replies.json(context, 200, answer);
  }
}
