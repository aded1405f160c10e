package org.emoglot.selfsupervised;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.SeededRandom;

/** Stretches of clips of at most the length that the settings say, and the masks over them. */
final class Crops {

  private final SelfSupervision settings;
  private final int channels;
  private final int frames;
  private final int span;

  Crops(PretrainingNetwork network, SelfSupervision settings) {
    this.settings = settings;
    this.channels = network.preparedChannels();
    this.frames =
        (int) Math.round(settings.training().cropSeconds() * network.preparedFramesPerSecond());
    this.span =
        (int) Math.max(1, Math.round(settings.masking().spanSeconds() * network.framesPerSecond()));
  }

  /** Frames that a clip has beyond a crop; negative where it is shorter. */
  int room(float[] clip) {
    return clip.length / channels - frames;
  }

  /** A stretch of a clip, or all of it from there. */
  float[] cut(float[] clip, int start) {
    int end = Math.min(clip.length, (start + frames) * channels);
    return start == 0 && end == clip.length
        ? clip
        : Arrays.copyOfRange(clip, start * channels, end);
  }

  /** A batch of them. */
  Frames pack(List<float[]> crops) {
    return Frames.pack(crops, channels);
  }

  /**
   * Masks and negatives for a batch.
   *
   * @param lengths frames of each clip, as the transformer sees them
   * @param random the generator of a clip, by its place in the batch
   */
  Masking masking(int[] lengths, IntFunction<SeededRandom> random) {
    return Masking.draw(
        lengths, settings.masking(), span, settings.contrastive().negatives(), random);
  }
}
