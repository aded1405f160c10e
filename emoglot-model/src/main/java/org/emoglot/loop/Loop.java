package org.emoglot.loop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The loop of all that learns. It is deterministic: on the same machine with the same number of
 * threads, two runs of one learner, or one that was killed and resumed, end with identical weights.
 */
public final class Loop {

  private Loop() {}

  /**
   * Checks early whether a loop can resume from a file, before any slow work.
   *
   * @param fingerprint of the run
   * @throws org.emoglot.InvalidInputException if the file is there and is damaged, or of another
   *     run
   */
  public static void requireResumable(Path checkpoint, String fingerprint) {
    State.requireResumable(checkpoint, fingerprint);
  }

  /**
   * Learns, from {@code checkpoint} on if it exists, and leaves the best weights by validation if
   * there are any, else the last ones.
   *
   * @param checkpoint file that is rewritten, whole, at every validation
   * @param fingerprint of the run; the checkpoint of another one is refused
   * @return all validations
   * @throws TrainingDivergedException if the loss is no longer a number
   * @throws org.emoglot.InvalidInputException if the checkpoint is damaged, or of another run
   */
  public static <L extends ValidationResult> List<L> run(
      Learner<L> learner,
      LoopConfig config,
      Path checkpoint,
      String fingerprint,
      List<? extends LoopListener<L>> listeners) {
    Map<String, Tensor> trainable = learner.trainable();
    try (AdamW optimizer = new AdamW(trainable, config.weightDecay())) {
      State<L> state = new State<>(fingerprint, learner.validationType(), trainable, optimizer);
      Step step = new Step(learner, optimizer, config);
      if (state.resume(checkpoint)) {
        listeners.forEach(listener -> listener.resumed(state.steps()));
      } else if (learner.validatesFirst()) {
        validate(learner, state, 0, Double.NaN, checkpoint, listeners);
      }
      double lossSum = 0;
      long first = state.steps();
      for (long number = first; number < config.steps(); number++) {
        if (validationsSinceBest(state.validations()) >= config.patience()) {
          break;
        }
        StepReport report = step.run(number);
        listeners.forEach(listener -> listener.afterStep(report));
        lossSum += report.loss();
        long done = number + 1;
        if (done % config.validateEvery() == 0 || done == config.steps()) {
          validate(learner, state, done, lossSum / (done - state.steps()), checkpoint, listeners);
          lossSum = 0;
        }
      }
      state.restoreBest();
      return state.validations();
    }
  }

  private static <L extends ValidationResult> void validate(
      Learner<L> learner,
      State<L> state,
      long done,
      double trainingLoss,
      Path checkpoint,
      List<? extends LoopListener<L>> listeners) {
    L validation = learner.validate(done, trainingLoss, state.validations());
    state.note(validation);
    listeners.forEach(LoopListener::beforeCheckpoint);
    state.save(checkpoint);
    listeners.forEach(listener -> listener.afterValidation(validation));
  }

  /** Validations since the best one; all of them if none was best. */
  public static int validationsSinceBest(List<? extends ValidationResult> validations) {
    int since = 0;
    for (ValidationResult validation : validations) {
      since = validation.best() ? 0 : since + 1;
    }
    return since;
  }
}
