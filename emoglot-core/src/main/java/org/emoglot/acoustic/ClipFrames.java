package org.emoglot.acoustic;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is known of each of a clip's T frames, and which of them are speech and which have a voice.
 *
 * @param mel log-mel energies, shape (T, {@link #BANDS})
 * @param energy log of the mean square of a frame's samples, in 16-bit units, plus 1
 * @param pitch log of Hz
 * @param voicing from 0 to 1
 * @param speech frames within 26 dB of the loudest
 * @param voice frames of speech with a pitch
 */
record ClipFrames(
    double[][] mel,
    double[] energy,
    double[] pitch,
    double[] voicing,
    boolean[] speech,
    boolean[] voice) {

  static final int BANDS = 80;

  /** Below the loudest frames that still count as speech, in nepers of power: 26 dB. */
  private static final double RANGE = 6;

  private static final double LOUDEST_PERCENTILE = 95;
  private static final double VOICED = 0.6;

  /**
   * With fewer voiced frames, statistics of pitch mean nothing; the clearest frames replace them.
   */
  private static final int FEWEST_VOICED = 5;

  private static final double CLEAREST_PERCENTILE = 80;
  private static final MelSpectrum MEL = new MelSpectrum(BANDS);

  /** Of a clip at 16 kHz in [-1, 1] that has at least one frame. */
  static ClipFrames of(float[] samples) {
    double[] energies = MEL.logEnergies(samples);
    int count = energies.length / BANDS;
    double[][] mel =
        IntStream.range(0, count)
            .mapToObj(t -> Arrays.copyOfRange(energies, t * BANDS, (t + 1) * BANDS))
            .toArray(double[][]::new);
    double[] energy = IntStream.range(0, count).mapToDouble(t -> energy(samples, t)).toArray();
    PitchTrack track = PitchTrack.of(samples);
    boolean[] speech = above(energy, Series.percentile(energy, LOUDEST_PERCENTILE) - RANGE);
    boolean[] voice = and(speech, above(track.voicing(), VOICED));
    if (count(voice) < FEWEST_VOICED) {
      double clear = Series.percentile(track.voicing(), CLEAREST_PERCENTILE);
      voice = atLeast(track.voicing(), clear);
    }
    return new ClipFrames(mel, energy, track.logHertz(), track.voicing(), speech, voice);
  }

  private static double energy(float[] samples, int frame) {
    int start = frame * MelSpectrum.HOP_SAMPLES;
    double mean = 0;
    for (int i = start; i < start + MelSpectrum.FRAME_SAMPLES; i++) {
      mean += samples[i];
    }
    mean /= MelSpectrum.FRAME_SAMPLES;
    double square = 0;
    for (int i = start; i < start + MelSpectrum.FRAME_SAMPLES; i++) {
      double centred = (samples[i] - mean) * MelSpectrum.SAMPLE_SCALE;
      square += centred * centred;
    }
    return Math.log(square / MelSpectrum.FRAME_SAMPLES + 1);
  }

  private static boolean[] above(double[] x, double threshold) {
    boolean[] mask = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      mask[i] = x[i] > threshold;
    }
    return mask;
  }

  private static boolean[] atLeast(double[] x, double threshold) {
    boolean[] mask = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      mask[i] = x[i] >= threshold;
    }
    return mask;
  }

  private static boolean[] and(boolean[] a, boolean[] b) {
    boolean[] both = new boolean[a.length];
    for (int i = 0; i < a.length; i++) {
      both[i] = a[i] && b[i];
    }
    return both;
  }

  static int count(boolean[] mask) {
    return (int) IntStream.range(0, mask.length).filter(i -> mask[i]).count();
  }

  /** T. */
  int count() {
    return energy.length;
  }

  /** Which frames are speech without a voice. */
  boolean[] voiceless() {
    boolean[] mask = new boolean[count()];
    for (int t = 0; t < mask.length; t++) {
      mask[t] = speech[t] && !voice[t];
    }
    return mask;
  }

  /** Mean log energies of bands {@code from} to {@code to}, frame by frame. */
  double[] band(int from, int to) {
    return Arrays.stream(mel)
        .mapToDouble(frame -> Arrays.stream(frame, from, to).average().orElseThrow())
        .toArray();
  }

  /** Steps from one frame to the next, where the next is speech. */
  double[] stepsInSpeech(double[] steps) {
    return Series.where(Arrays.copyOfRange(speech, Math.min(1, count()), count()), steps);
  }
}
