package org.emoglot.train;

import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;
import org.emoglot.feature.PreparedClip;
import org.emoglot.loop.LoopConfig;
import org.emoglot.network.BatchedInference;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.representation.SoftmaxRegression;

/**
 * The head as the {@link SoftmaxRegression} of the training clips' embeddings, where nothing but
 * the head is trained. Every corpus counts the same, and every emotion within it ({@link
 * WeightedClips}). Nothing is drawn at random, and the validation clips choose nothing: once they
 * have measured the head, a second fit can learn from them as well.
 */
final class HeadFit {

  private HeadFit() {}

  /**
   * Fits the head and validates it, once.
   *
   * @throws InvalidInputException if no minimum is found
   */
  static TrainingResult of(TrainingTask task, List<TrainingListener> listeners) {
    SoftmaxRegression head = fit(task, task.data().training(), SoftmaxRegression.EXACT);
    ValidationReport validation =
        new Validation(task.network(), task.data(), task.clips())
            .report(head.iterations(), head.loss(), List.of());
    listeners.forEach(listener -> listener.afterValidation(validation));
    return TrainingResult.of(List.of(validation), LoopConfig.UNLIMITED);
  }

  /**
   * Fits the network's head, and how its embeddings are standardised, to some of the training
   * clips.
   *
   * @param tolerance of the search, as {@link SoftmaxRegression} has it
   * @throws InvalidInputException if no minimum is found
   */
  static SoftmaxRegression fit(TrainingTask task, List<Utterance> utterances, double tolerance) {
    EmotionNetwork network = task.network();
    LabelSet labels = task.data().labels();
    WeightedClips training = WeightedClips.of(utterances, task.clips());
    standardize(network, training);
    SoftmaxRegression head =
        SoftmaxRegression.fit(
            new BatchedInference(network)
                .answer(training.clips()).stream()
                    .map(BatchedInference.Answer::embedding)
                    .toArray(float[][]::new),
            training.utterances().stream().mapToInt(u -> labels.index(u.label())).toArray(),
            labels.size(),
            training.weights(),
            task.config().l2(),
            tolerance);
    if (!head.converged()) {
      throw new InvalidInputException(
          "Expected a fitted head after %d iterations, found none: choose a larger training.l2, or adaptation.standardize=true."
              .formatted(head.iterations()));
    }
    network.setHead(head.weights(), head.biases());
    return head;
  }

  /** By training clips, where the network standardises at all. */
  static void standardize(EmotionNetwork network, WeightedClips training) {
    if (network.adaptation().standardize()) {
      network
          .encoder()
          .standardizeBy(
              training.clips().stream().map(PreparedClip::copy).toList(), training.weights());
    }
  }
}
