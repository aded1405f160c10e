package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.AudioSource;
import org.emoglot.classifier.BundledModel;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.Rejection;

/**
 * The answers of the bundled model to the clips of the demo.
 *
 * @param model its name
 * @param result figures of all clips
 * @param rejection how many answers are uncertain, and the figures of the others
 * @param examples some of the clips with their answers
 */
record BundledAnswers(
    String model, EvaluationResult result, Rejection rejection, List<DemoExample> examples) {

  /** Asks it about every clip. */
  static BundledAnswers to(List<Utterance> clips, List<Utterance> shown, AudioSource audio) {
    Path folder = BundledModel.folder();
    try (EmotionClassifier classifier = EmotionClassifier.load(folder)) {
      List<Prediction> predictions = new ArrayList<>();
      List<DemoExample> examples = new ArrayList<>();
      for (Utterance clip : clips) {
        Prediction prediction = classifier.predictSpeech(List.of(audio.read(clip.audio()))).get(0);
        predictions.add(prediction);
        if (shown.contains(clip)) {
          examples.add(DemoExample.of(clip, prediction));
        }
      }
      return new BundledAnswers(
          String.valueOf(folder.getFileName()),
          EvaluationResult.of(classifier.labels(), clips, predictions),
          Rejection.of(classifier.labels(), clips, predictions),
          examples);
    }
  }
}
