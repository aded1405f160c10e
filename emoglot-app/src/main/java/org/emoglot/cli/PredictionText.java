package org.emoglot.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;

/** What was heard in a file, for programs. */
final class PredictionText {

  private PredictionText() {}

  /** One JSON object; {@code segments} is there for a recording that was cut. */
  static Map<String, Object> asObject(Answer answer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", answer.path());
    put(object, answer.overall());
    if (!answer.parts().isEmpty()) {
      object.put("segments", answer.parts().stream().map(PredictionText::asObject).toList());
    }
    return object;
  }

  private static Map<String, Object> asObject(Timeline.Part part) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("start", part.segment().startSeconds());
    object.put("end", part.segment().endSeconds());
    put(object, part.prediction());
    return object;
  }

  private static void put(Map<String, Object> object, Prediction prediction) {
    object.put("label", prediction.label());
    object.put("uncertain", prediction.uncertain());
    object.put("scores", prediction.scores());
  }
}
