package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.CorpusAnswer;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.PredictionTable;

/**
 * The answers to the clips of an evaluation. One that cannot be heard takes no answer from another,
 * but it takes the figures: those of the other clips would be other figures.
 */
final class EvaluationAnswers {

  private final Iterator<Utterance> asked;
  private final List<Utterance> answered = new ArrayList<>();
  private final List<Prediction> predictions = new ArrayList<>();
  private final List<String> withoutSpeech = new ArrayList<>();
  private final List<InvalidInputException> failures = new ArrayList<>();

  /**
   * @param asked in the order in which the listener hears of them
   */
  EvaluationAnswers(List<Utterance> asked) {
    this.asked = asked.iterator();
  }

  /** Takes the answers. */
  ClipStream.Listener<CorpusAnswer> listener(Progress progress) {
    return new ClipStream.Listener<>() {
      @Override
      public void predicted(Path file, CorpusAnswer answer) {
        Utterance utterance = asked.next();
        answered.add(utterance);
        predictions.add(answer.prediction());
        if (!answer.speech()) {
          withoutSpeech.add(utterance.id());
        }
        progress.step();
      }

      @Override
      public void failed(Path file, InvalidInputException why) {
        asked.next();
        failures.add(why);
        progress.step();
      }
    };
  }

  /** Ids of the clips in which no speech was found. */
  List<String> withoutSpeech() {
    return withoutSpeech;
  }

  /**
   * The answers to all clips.
   *
   * @param out where the answers go if they are not all; empty for nowhere
   * @throws InvalidInputException if there is a clip that could not be heard; of several each is
   *     said by itself
   */
  List<Prediction> all(Path manifest, LabelSet labels, Path out, Output output) {
    if (failures.isEmpty()) {
      return predictions;
    }
    if (!out.toString().isEmpty() && !answered.isEmpty()) {
      Path file = out.resolve(PredictionTable.FILE);
      PredictionTable.write(file, labels, answered, predictions);
      output.warn(
          "Wrote the answers to the other %d clips to %s.".formatted(answered.size(), file));
    }
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    failures.forEach(failure -> output.warn(String.valueOf(failure.getMessage())));
    throw new InvalidInputException(
        "Expected to hear all %d clips of %s, since figures without some would be other figures, found %d that cannot be heard: restore them, or take their rows out of the manifest."
            .formatted(failures.size() + answered.size(), manifest, failures.size()));
  }
}
