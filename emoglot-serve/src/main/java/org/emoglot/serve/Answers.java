package org.emoglot.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emoglot.classifier.AnswerJson;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;

/**
 * The JSON of answers, that of {@link AnswerJson} with what a service adds.
 *
 * @param top how many scores each answer has at most
 */
record Answers(int top) {

  /** An answer to a recording, with the segments of one that was searched. */
  Map<String, Object> prediction(String name, Timeline timeline) {
    return recording(
        name, timeline, timeline.isWhole() ? List.of() : timeline.parts(), !timeline.isWhole());
  }

  /** An answer to a recording, with all segments of speech; of a short one it is the one. */
  Map<String, Object> timeline(String name, Timeline timeline) {
    return recording(name, timeline, timeline.parts(), true);
  }

  private Map<String, Object> recording(
      String name, Timeline timeline, List<Timeline.Part> parts, boolean withSegments) {
    Map<String, Object> document = new LinkedHashMap<>();
    if (!name.isEmpty()) {
      document.put("file", name);
    }
    document.put("seconds", timeline.seconds());
    document.putAll(answer(timeline.overall()));
    if (withSegments) {
      document.put("segments", parts.stream().map(this::segment).toList());
    }
    return document;
  }

  /** The answer to a segment, with its times in seconds. */
  Map<String, Object> segment(Timeline.Part part) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("start", part.segment().startSeconds());
    document.put("end", part.segment().endSeconds());
    document.putAll(answer(part.prediction()));
    return document;
  }

  private Map<String, Object> answer(Prediction prediction) {
    Map<String, Object> document = new LinkedHashMap<>(AnswerJson.of(prediction));
    document.put("scores", scores(prediction));
    return document;
  }

  /** Scores alone, best first. */
  List<Map<String, Object>> scores(Prediction prediction) {
    return prediction.scores().stream().limit(top).map(Answers::score).toList();
  }

  private static Map<String, Object> score(Prediction.Score score) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("label", score.label());
    document.put("score", score.score());
    return document;
  }

  /** Which model answers, and adapted how. */
  static Map<String, Object> head(ServedModel model, Optional<Adaptation> adaptation) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("model", model.id());
    document.put("adaptation", adaptation.map(Adaptation::id).orElse(null));
    return document;
  }
}
