package org.emoglot.train;

import java.util.Arrays;
import org.emoglot.feature.PreparedClip;
import org.emoglot.sampling.SeededRandom;

/**
 * Changes a prepared clip for training: speed, a random crop, masked stretches of time and groups
 * of channels (Park et al. 2019, arXiv 1904.08779). Prepared clips are normalised, so zero is the
 * mean.
 */
final class Augmentation {

  private final TrainingConfig config;
  private final int channels;
  private final double framesPerSecond;

  Augmentation(TrainingConfig config, int channels, double framesPerSecond) {
    this.config = config;
    this.channels = channels;
    this.framesPerSecond = framesPerSecond;
  }

  /** A changed copy; the same for the same state of the generator. Reads what it needs alone. */
  float[] apply(PreparedClip clip, SeededRandom random) {
    double speed = 1 + config.speedRange() * (2 * random.nextDouble() - 1);
    int changed = clip.frames() < 2 ? 1 : Math.max(1, (int) Math.round(clip.frames() / speed));
    int wanted = (int) Math.max(1, Math.round(config.cropSeconds() * framesPerSecond));
    int from = changed > wanted ? random.nextInt(changed - wanted + 1) : 0;
    int to = Math.min(changed, from + wanted);
    float[] copy =
        changed == clip.frames() ? clip.copy(from, to) : changeSpeed(clip, changed, from, to);
    int frames = copy.length / channels;
    int longestMask = (int) Math.min(frames / 2, config.timeMaskSeconds() * framesPerSecond);
    for (int mask = 0; mask < config.timeMasks() && longestMask > 0; mask++) {
      int length = random.nextInt(longestMask + 1);
      int start = random.nextInt(frames - length + 1);
      Arrays.fill(copy, start * channels, (start + length) * channels, 0);
    }
    int widestMask = (int) (config.bandMaskShare() * channels);
    for (int mask = 0; mask < config.bandMasks() && widestMask > 0; mask++) {
      int width = random.nextInt(widestMask + 1);
      int start = random.nextInt(channels - width + 1);
      for (int frame = 0; frame < frames; frame++) {
        Arrays.fill(copy, frame * channels + start, frame * channels + start + width, 0);
      }
    }
    return copy;
  }

  /**
   * Frames {@code from} to {@code to} of the clip stretched to {@code changed} frames, by linear
   * interpolation between its own.
   */
  private float[] changeSpeed(PreparedClip clip, int changed, int from, int to) {
    double stride = changed == 1 ? 0 : (clip.frames() - 1.0) / (changed - 1);
    int last = clip.frames() - 2;
    int first = Math.min(last, (int) (from * stride));
    float[] source = clip.copy(first, Math.min(last, (int) ((to - 1) * stride)) + 2);
    float[] out = new float[(to - from) * channels];
    for (int frame = from; frame < to; frame++) {
      int before = Math.min(last, (int) (frame * stride));
      float share = (float) (frame * stride - before);
      int left = (before - first) * channels;
      int right = left + channels;
      int target = (frame - from) * channels;
      for (int channel = 0; channel < channels; channel++) {
        float start = source[left + channel];
        out[target + channel] = start + share * (source[right + channel] - start);
      }
    }
    return out;
  }
}
