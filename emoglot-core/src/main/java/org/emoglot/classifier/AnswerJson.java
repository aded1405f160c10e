package org.emoglot.classifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON of an answer, the same in all commands: maps and lists for {@link org.emoglot.io.Json}.
 *
 * <pre>{@code
 * {"path": "clip.wav", "speech": true, "label": "sad", "uncertain": false,
 *  "answers": ["sad", "neutral"], "scores": [{"label": "sad", "score": 0.61}, ...],
 *  "segments": [{"start": 0.4, "end": 3.1, "speech": true, "label": "sad", ...}, ...]}
 * {"path": "silence.wav", "speech": false, "label": null, "uncertain": false, "scores": []}
 * }</pre>
 *
 * <p>{@code segments} exists for a recording that was searched for speech, with times in seconds;
 * {@code answers} where there is speech and the model gives sets of answers.
 */
public final class AnswerJson {

  private AnswerJson() {}

  /**
   * The answer to a recording, and to every segment of it where it was searched.
   *
   * @param path what the recording is called
   */
  public static Map<String, Object> of(String path, Timeline timeline) {
    return of(path, timeline.overall(), timeline.isWhole() ? List.of() : timeline.parts());
  }

  /**
   * The answer to a recording, and to its segments.
   *
   * @param path what the recording is called
   * @param parts of a recording that was searched; none if it was scored as a whole
   */
  public static Map<String, Object> of(String path, Prediction overall, List<Timeline.Part> parts) {
    Map<String, Object> object = of(path, overall);
    if (!parts.isEmpty()) {
      object.put("segments", parts.stream().map(AnswerJson::of).toList());
    }
    return object;
  }

  /**
   * One answer to a whole recording.
   *
   * @param path what the recording is called
   */
  public static Map<String, Object> of(String path, Prediction prediction) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", path);
    object.putAll(of(prediction));
    return object;
  }

  /** An answer alone. */
  public static Map<String, Object> of(Prediction prediction) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("speech", prediction.speech());
    object.put("label", prediction.speech() ? prediction.label() : null);
    object.put("uncertain", prediction.uncertain());
    if (!prediction.answers().isEmpty()) {
      object.put("answers", prediction.answers());
    }
    object.put("scores", scores(prediction));
    return object;
  }

  private static Map<String, Object> of(Timeline.Part part) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("start", part.segment().startSeconds());
    object.put("end", part.segment().endSeconds());
    object.putAll(of(part.prediction()));
    return object;
  }

  private static List<Map<String, Object>> scores(Prediction prediction) {
    return prediction.scores().stream()
        .map(
            score -> {
              Map<String, Object> object = new LinkedHashMap<>();
              object.put("label", score.label());
              object.put("score", score.score());
              return object;
            })
        .toList();
  }
}
