package org.emoglot.train;

import java.util.Arrays;
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

  /** A changed copy; the same for the same state of the generator. */
  float[] apply(float[] clip, SeededRandom random) {
    float[] copy = crop(changeSpeed(clip, random), random);
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

  /** Linear interpolation between frames. */
  private float[] changeSpeed(float[] clip, SeededRandom random) {
    int frames = clip.length / channels;
    double speed = 1 + config.speedRange() * (2 * random.nextDouble() - 1);
    int changed = Math.max(1, (int) Math.round(frames / speed));
    if (changed == frames || frames < 2) {
      return clip.clone();
    }
    float[] out = new float[changed * channels];
    double stride = changed == 1 ? 0 : (frames - 1.0) / (changed - 1);
    for (int frame = 0; frame < changed; frame++) {
      int before = Math.min(frames - 2, (int) (frame * stride));
      float share = (float) (frame * stride - before);
      for (int channel = 0; channel < channels; channel++) {
        float left = clip[before * channels + channel];
        float right = clip[(before + 1) * channels + channel];
        out[frame * channels + channel] = left + share * (right - left);
      }
    }
    return out;
  }

  private float[] crop(float[] clip, SeededRandom random) {
    int frames = clip.length / channels;
    int wanted = (int) Math.max(1, Math.round(config.cropSeconds() * framesPerSecond));
    if (frames <= wanted) {
      return clip;
    }
    int start = random.nextInt(frames - wanted + 1);
    return Arrays.copyOfRange(clip, start * channels, (start + wanted) * channels);
  }
}
