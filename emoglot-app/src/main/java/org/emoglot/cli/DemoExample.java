package org.emoglot.cli;

import java.util.List;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.Utterance;

/**
 * A clip and its prediction.
 *
 * @param truth the emotion that was synthesised
 * @param label the recognised emotion
 * @param uncertain whether the model marks its answer so
 */
record DemoExample(
    String path, String truth, String label, boolean uncertain, List<Prediction.Score> scores) {

  static DemoExample of(Utterance clip, Prediction prediction) {
    return new DemoExample(
        clip.path().toString(),
        clip.label(),
        prediction.label(),
        prediction.uncertain(),
        prediction.scores());
  }
}
