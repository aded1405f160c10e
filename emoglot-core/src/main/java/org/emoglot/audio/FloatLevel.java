package org.emoglot.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The level of a file of floats, which have no full scale: some programs write the units of
 * integers, others whatever their gain makes. A level that no recording of speech has is corrected
 * to a normal one, so gain alone changes no answer. Integers are left as they are: what is far
 * below their full scale is noise.
 *
 * <p>The level is that of the loud frames, of 20 ms each and about their mean, as the power that a
 * twentieth of them exceed. The ordinary one is -26 dB of full scale (ITU-T P.56 and P.830).
 */
final class FloatLevel {

  /** Below the quietest recordings of the corpora, in dB of full scale. */
  private static final double QUIETEST = -60;

  /** Above what a microphone's overload or a mix leaves, which is to stay as it is. */
  private static final double LARGEST_PEAK = 4;

  private static final double ORDINARY = -26;
  private static final double LOUD_SHARE = 0.95;
  private static final int FRAMES_PER_SECOND = 50;

  private double peak;
  private double[] powers = new double[64];
  private int frames;

  private FloatLevel() {}

  /**
   * The factor for the samples: 1 for a normal level, for silence, and for samples that are not
   * numbers and will be refused.
   *
   * @param start the first sample's byte offset
   * @param length bytes of samples
   */
  static double gain(FileChannel channel, WavFormat format, long start, long length)
      throws IOException {
    FloatLevel level = new FloatLevel();
    int frameBytes = format.bytesPerFrame() * Math.max(1, format.sampleRate() / FRAMES_PER_SECOND);
    for (long at = 0; at < length; at += frameBytes) {
      int bytes = (int) Math.min(frameBytes, length - at);
      level.add(WavLayout.read(channel, start + at, bytes).order(format.order()), format);
    }
    return level.gain();
  }

  private void add(ByteBuffer bytes, WavFormat format) {
    int count = bytes.limit() / format.bytesPerSample();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double sample = format.sample(bytes, i * format.bytesPerSample());
      sum += sample;
      squares += sample * sample;
      peak = Math.max(peak, Math.abs(sample)); // NaN stays NaN
    }
    if (frames == powers.length) {
      powers = Arrays.copyOf(powers, 2 * frames);
    }
    double mean = count == 0 ? 0 : sum / count;
    powers[frames++] = count == 0 ? 0 : Math.max(0, squares / count - mean * mean);
  }

  private double gain() {
    double[] sorted = Arrays.copyOf(powers, frames);
    Arrays.sort(sorted);
    double loud = frames == 0 ? 0 : sorted[(int) (LOUD_SHARE * (frames - 1))];
    if (!(peak <= AudioReader.MAX_AMPLITUDE) || loud < Float.MIN_NORMAL) {
      return 1;
    }
    if (peak > LARGEST_PEAK) {
      return 1 / peak;
    }
    return loud < Math.pow(10, QUIETEST / 10)
        ? Math.min(1 / peak, Math.sqrt(Math.pow(10, ORDINARY / 10) / loud))
        : 1;
  }
}
