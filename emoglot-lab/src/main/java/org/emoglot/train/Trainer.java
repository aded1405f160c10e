package org.emoglot.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.data.Language;

/**
 * The training loop. It is deterministic: on the same machine with the same number of threads, two
 * runs of one task, or one that was killed and resumed, end with identical weights.
 */
public final class Trainer {

  private Trainer() {}

  /**
   * Says early whether a training can go on from a file, before anything slow is done for it.
   *
   * @param fingerprint of the training, see {@link TrainingTask}
   * @throws org.emoglot.InvalidInputException if the file is there and is damaged, or of another
   *     training
   */
  public static void requireResumable(Path checkpoint, String fingerprint) {
    TrainingState.requireResumable(checkpoint, fingerprint);
  }

  /**
   * Trains a network, from {@code checkpoint} on where that exists, and leaves the best weights in
   * it.
   *
   * @param checkpoint file that is rewritten, whole, at every look at the validation utterances
   * @throws TrainingDivergedException if the loss is no longer a number
   * @throws org.emoglot.InvalidInputException if the checkpoint is of another training
   */
  public static TrainingResult train(
      TrainingTask task, Path checkpoint, List<TrainingListener> listeners) {
    TrainingConfig config = task.config();
    Map<String, Tensor> trainable = task.trainable();
    try (AdamW optimizer = new AdamW(trainable, config.weightDecay())) {
      TrainStep trainStep = new TrainStep(task, optimizer, trainable);
      Validation validation = new Validation(task.network(), task.data(), task.clips());
      TrainingState state = new TrainingState(task, trainable, optimizer);
      if (state.resume(checkpoint)) {
        listeners.forEach(listener -> listener.resumed(state.steps()));
      }
      double lossSum = 0;
      long firstStep = state.steps();
      for (long step = firstStep; step < config.steps() && !state.outOfPatience(); step++) {
        StepReport report = trainStep.run(step);
        listeners.forEach(listener -> listener.afterStep(report));
        lossSum += report.loss();
        long done = step + 1;
        if (done % config.validateEvery() == 0 || done == config.steps()) {
          ValidationReport look = look(validation, state, done, lossSum / (done - state.steps()));
          state.note(look);
          state.save(checkpoint);
          listeners.forEach(listener -> listener.afterValidation(look));
          lossSum = 0;
        }
      }
      state.restoreBest();
      return state.result();
    }
  }

  private static ValidationReport look(
      Validation validation, TrainingState state, long done, double trainingLoss) {
    SortedMap<Language, Double> uar = validation.uarByLanguage();
    double mean = LanguageUar.mean(uar);
    SortedMap<String, Double> byCode = new TreeMap<>();
    uar.forEach((language, value) -> byCode.put(language.code(), value));
    return new ValidationReport(done, mean, byCode, state.wouldBeBest(mean), trainingLoss);
  }
}
