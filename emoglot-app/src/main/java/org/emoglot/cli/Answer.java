package org.emoglot.cli;

import java.util.List;
import java.util.Map;
import org.emoglot.classifier.AnswerJson;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;

/**
 * The answer to a file.
 *
 * @param path as the user called it
 * @param overall the answer to all of it
 * @param parts its segments of speech, of a recording that was searched for them
 */
record Answer(String path, Prediction overall, List<Timeline.Part> parts) {

  Answer {
    parts = List.copyOf(parts);
  }

  /** One answer to the whole file. */
  static Answer of(String path, Prediction prediction) {
    return new Answer(path, prediction, List.of());
  }

  /** An answer to every segment, unless the file was scored as a whole. */
  static Answer of(String path, Timeline timeline) {
    return new Answer(path, timeline.overall(), timeline.isWhole() ? List.of() : timeline.parts());
  }

  /** For programs. */
  Map<String, Object> asObject() {
    return AnswerJson.of(path, overall, parts);
  }
}
