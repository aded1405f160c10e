package org.emoglot.train;

import java.util.Arrays;
import org.emoglot.encoder.Bands;
import org.emoglot.feature.PreparedClip;
import org.emoglot.sampling.SeededRandom;

/**
 * Changes a prepared clip for training: speed, a random crop, the spectrum, masked stretches of
 * time and groups of bands (Park et al. 2019, arXiv 1904.08779). Prepared clips are normalised, so
 * zero is the mean.
 *
 * <p>If an encoder puts S log-mel frames side by side, a clip of (T, S * bands) values is one of (S
 * * T, bands), value by value; it is changed in this form, so that a band stays a band.
 */
final class Augmentation {

  private final TrainingConfig config;
  private final int stack;
  private final int bands;
  private final int tokens;
  private final double framesPerSecond;
  private final SpectrumAugmentation spectrum;
  private final MicrophoneAugmentation microphone;

  /**
   * @param channels values of a prepared frame
   * @param framesPerSecond prepared frames
   * @param stack log-mel frames side by side in a prepared frame; 0 where it is of another kind
   * @param tokens frames at the beginning of a clip that are no stretch of it, and stay as they are
   * @param longTerm where a frame that is a whole clip holds its long-term spectrum
   */
  Augmentation(
      TrainingConfig config,
      int channels,
      double framesPerSecond,
      int stack,
      int tokens,
      Bands longTerm) {
    this.config = config;
    this.stack = Math.max(1, stack);
    this.bands = channels / this.stack;
    this.tokens = tokens;
    this.framesPerSecond = framesPerSecond * this.stack;
    this.microphone = new MicrophoneAugmentation(config.microphoneRange(), longTerm);
    this.spectrum =
        stack == 0
            ? SpectrumAugmentation.NONE
            : new SpectrumAugmentation(config.warpRange(), config.colourRange(), bands);
  }

  /** A changed copy; the same for the same state of the generator. Reads only what it needs. */
  float[] apply(PreparedClip clip, SeededRandom random) {
    if (tokens == 0) {
      return changed(clip, random);
    }
    float[] first = clip.copy(0, tokens);
    float[] rest =
        changed(PreparedClip.of(clip.copy(tokens, clip.frames()), bands * stack), random);
    float[] whole = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, whole, first.length, rest.length);
    return whole;
  }

  private float[] changed(PreparedClip clip, SeededRandom random) {
    if (framesPerSecond == 0) { // one frame of whatever duration
      float[] frame = clip.copy();
      microphone.apply(frame, random);
      return frame;
    }
    int frames = clip.frames() * stack;
    double speed = 1 + config.speedRange() * (2 * random.nextDouble() - 1);
    int changed = frames < 2 ? 1 : whole(frames / speed);
    int wanted = whole(config.cropSeconds() * framesPerSecond);
    int from = changed > wanted ? random.nextInt(changed - wanted + 1) : 0;
    int to = Math.min(changed, from + wanted);
    float[] copy = changed == frames ? read(clip, from, to) : changeSpeed(clip, changed, from, to);
    spectrum.apply(copy, random);
    maskTime(copy, random);
    maskBands(copy, random);
    return copy;
  }

  /** A number of frames that can be stacked again. */
  private int whole(double frames) {
    return Math.max(1, (int) Math.round(frames / stack)) * stack;
  }

  private void maskTime(float[] copy, SeededRandom random) {
    int frames = copy.length / bands;
    int longest = (int) Math.min(frames / 2, config.timeMaskSeconds() * framesPerSecond);
    for (int mask = 0; mask < config.timeMasks() && longest > 0; mask++) {
      int length = random.nextInt(longest + 1);
      int start = random.nextInt(frames - length + 1);
      Arrays.fill(copy, start * bands, (start + length) * bands, 0);
    }
  }

  private void maskBands(float[] copy, SeededRandom random) {
    int widest = (int) (config.bandMaskShare() * bands);
    for (int mask = 0; mask < config.bandMasks() && widest > 0; mask++) {
      int width = random.nextInt(widest + 1);
      int start = random.nextInt(bands - width + 1);
      for (int frame = 0; frame < copy.length; frame += bands) {
        Arrays.fill(copy, frame + start, frame + start + width, 0);
      }
    }
  }

  /**
   * Frames {@code from} to {@code to} of the clip stretched to {@code changed} frames, by linear
   * interpolation between its own.
   */
  private float[] changeSpeed(PreparedClip clip, int changed, int from, int to) {
    int frames = clip.frames() * stack;
    double stride = changed == 1 ? 0 : (frames - 1.0) / (changed - 1);
    int last = frames - 2;
    int first = Math.min(last, (int) (from * stride));
    float[] source = read(clip, first, Math.min(last, (int) ((to - 1) * stride)) + 2);
    float[] out = new float[(to - from) * bands];
    for (int frame = from; frame < to; frame++) {
      int before = Math.min(last, (int) (frame * stride));
      float share = (float) (frame * stride - before);
      int left = (before - first) * bands;
      int right = left + bands;
      int target = (frame - from) * bands;
      for (int band = 0; band < bands; band++) {
        float start = source[left + band];
        out[target + band] = start + share * (source[right + band] - start);
      }
    }
    return out;
  }

  /** Frames of the clip in the form (S * T, bands). */
  private float[] read(PreparedClip clip, int from, int to) {
    int first = from / stack;
    float[] prepared = clip.copy(first, (to + stack - 1) / stack);
    int start = (from - first * stack) * bands;
    int length = (to - from) * bands;
    return start == 0 && length == prepared.length
        ? prepared
        : Arrays.copyOfRange(prepared, start, start + length);
  }
}
