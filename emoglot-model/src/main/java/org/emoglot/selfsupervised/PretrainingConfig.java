package org.emoglot.selfsupervised;

import org.emoglot.loop.LoopConfig;

/**
 * How long, how fast and on how much to pretrain.
 *
 * @param steps steps of the optimizer
 * @param learningRate highest learning rate, reached after the warm-up
 * @param warmupSteps steps over which the learning rate rises from 0
 * @param weightDecay AdamW's decoupled weight decay
 * @param gradientClip the gradient's norm is scaled down to this
 * @param clips clips in a batch
 * @param cropSeconds longer clips are cut to a random stretch of this length
 * @param shortestSeconds shorter clips are left out
 * @param validateEvery steps between two validations (and two checkpoints)
 * @param heldOutShare share of the clips of a folder that is held out; manifests have a validation
 *     split of their own
 * @param validationClips the largest number of validation clips to use
 * @param trainFeatureEncoder whether the convolutions are trained, where the layout has any
 * @param featureGradientScale factor on the gradient that reaches the convolutions
 * @param cacheMegabytes memory for prepared clips
 */
public record PretrainingConfig(
    int steps,
    double learningRate,
    int warmupSteps,
    double weightDecay,
    double gradientClip,
    int clips,
    double cropSeconds,
    double shortestSeconds,
    int validateEvery,
    double heldOutShare,
    int validationClips,
    boolean trainFeatureEncoder,
    double featureGradientScale,
    int cacheMegabytes) {

  public PretrainingConfig {
    Require.that(steps > 0, "training.steps", "positive", steps);
    Require.that(learningRate > 0, "training.learningRate", "positive", learningRate);
    Require.that(warmupSteps >= 0, "training.warmupSteps", "at least 0", warmupSteps);
    Require.that(weightDecay >= 0, "training.weightDecay", "at least 0", weightDecay);
    Require.that(gradientClip > 0, "training.gradientClip", "positive", gradientClip);
    Require.that(clips > 0, "training.clips", "positive", clips);
    Require.that(
        shortestSeconds >= 0.25, "training.shortestSeconds", "at least 0.25", shortestSeconds);
    Require.that(
        cropSeconds >= shortestSeconds,
        "training.cropSeconds",
        "at least training.shortestSeconds",
        cropSeconds);
    Require.that(validateEvery > 0, "training.validateEvery", "positive", validateEvery);
    Require.that(
        heldOutShare > 0 && heldOutShare < 1, "training.heldOutShare", "in (0, 1)", heldOutShare);
    Require.that(validationClips > 0, "training.validationClips", "positive", validationClips);
    Require.that(
        featureGradientScale > 0,
        "training.featureGradientScale",
        "positive",
        featureGradientScale);
    Require.that(cacheMegabytes >= 0, "training.cacheMegabytes", "at least 0", cacheMegabytes);
  }

  /** The part that any loop has. */
  public LoopConfig loop() {
    return new LoopConfig(
        steps,
        learningRate,
        warmupSteps,
        weightDecay,
        gradientClip,
        validateEvery,
        LoopConfig.UNLIMITED);
  }
}
