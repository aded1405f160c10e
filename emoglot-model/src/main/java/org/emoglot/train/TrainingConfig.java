package org.emoglot.train;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Utterance;
import org.emoglot.loop.LoopConfig;

/**
 * How long and how fast to train.
 *
 * @param head how the head learns; where it is fitted, only {@code l2} and {@code refit} act
 *     besides
 * @param l2 of a fitted head, the strength of the penalty on its weights, positive
 * @param refit whether a fitted head, once it is validated, is fitted again, to the validation
 *     clips as well
 * @param steps most steps of the optimizer, positive
 * @param learningRate highest learning rate, reached after the warm-up
 * @param warmupSteps steps over which the learning rate rises from 0
 * @param weightDecay AdamW's decoupled weight decay
 * @param gradientClip the gradient's norm is scaled down to this
 * @param cropSeconds longer clips are cut to a random stretch of this length in training
 * @param validateEvery steps between two validations (and two checkpoints)
 * @param patience validations without improvement until training stops
 * @param timeMasks stretches of frames that are zeroed in each training clip
 * @param timeMaskSeconds longest such stretch
 * @param bandMasks groups of neighbouring channels that are zeroed in each training clip
 * @param bandMaskShare longest such group, as a share of all channels, in [0, 1]
 * @param speedRange training clips are played at a random speed in [1 - range, 1 + range], in [0,
 *     0.5]
 * @param warpRange log-mel bands are stretched by a random factor, whose logarithm is in [-range,
 *     range], in [0, 0.5]; other prepared frames do not change
 * @param colourRange log-mel bands are shifted, each by its own constant, with a random deviation
 *     over the bands in [0, range], in deviations of the normalised clip
 * @param microphoneRange the long-term spectrum among utterance statistics is coloured, as by
 *     another microphone, with a random deviation over its bands in [0, range], in nepers of power
 */
public record TrainingConfig(
    Head head,
    double l2,
    boolean refit,
    int steps,
    double learningRate,
    int warmupSteps,
    double weightDecay,
    double gradientClip,
    double cropSeconds,
    int validateEvery,
    int patience,
    int timeMasks,
    double timeMaskSeconds,
    int bandMasks,
    double bandMaskShare,
    double speedRange,
    double warpRange,
    double colourRange,
    double microphoneRange) {

  private static final String HEAD = "head";
  private static final String L2 = "l2";
  private static final String REFIT = "refit";

  /** What acts where the head is fitted, and nowhere else. */
  private static final Set<String> OF_FITTED = Set.of(L2, REFIT);

  public TrainingConfig {
    require(l2 > 0 && l2 < Double.POSITIVE_INFINITY, L2, "positive", l2);
    if (refit && head != Head.FITTED) {
      throw new InvalidInputException(
          "Expected training.%s only with training.head fitted, found %s: steps choose the best weights by the validation clips, and cannot learn from them."
              .formatted(REFIT, head.id()));
    }
    require(steps > 0, "steps", "positive", steps);
    require(learningRate > 0, "learningRate", "positive", learningRate);
    require(warmupSteps >= 0, "warmupSteps", "at least 0", warmupSteps);
    require(weightDecay >= 0, "weightDecay", "at least 0", weightDecay);
    require(gradientClip > 0, "gradientClip", "positive", gradientClip);
    require(cropSeconds > 0, "cropSeconds", "positive", cropSeconds);
    require(validateEvery > 0, "validateEvery", "positive", validateEvery);
    require(patience > 0, "patience", "positive", patience);
    require(timeMasks >= 0, "timeMasks", "at least 0", timeMasks);
    require(timeMaskSeconds >= 0, "timeMaskSeconds", "at least 0", timeMaskSeconds);
    require(bandMasks >= 0, "bandMasks", "at least 0", bandMasks);
    require(bandMaskShare >= 0 && bandMaskShare <= 1, "bandMaskShare", "in [0, 1]", bandMaskShare);
    require(speedRange >= 0 && speedRange <= 0.5, "speedRange", "in [0, 0.5]", speedRange);
    require(warpRange >= 0 && warpRange <= 0.5, "warpRange", "in [0, 0.5]", warpRange);
    require(colourRange >= 0, "colourRange", "at least 0", colourRange);
    require(microphoneRange >= 0, "microphoneRange", "at least 0", microphoneRange);
  }

  /** The names of the settings that do not act beside the others. */
  public List<String> idle() {
    return Arrays.stream(TrainingConfig.class.getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> !name.equals(HEAD) && OF_FITTED.contains(name) != (head == Head.FITTED))
        .toList();
  }

  /** Of the training and validation clips, those that the network has learned from in the end. */
  public List<Utterance> learned(List<Utterance> training, List<Utterance> validation) {
    return refit ? Stream.concat(training.stream(), validation.stream()).toList() : training;
  }

  LoopConfig loop() {
    return new LoopConfig(
        steps, learningRate, warmupSteps, weightDecay, gradientClip, validateEvery, patience);
  }

  private static void require(boolean holds, String name, String wanted, Object found) {
    if (!holds) {
      throw new InvalidInputException(
          "Expected training.%s to be %s, found %s.".formatted(name, wanted, found));
    }
  }
}
