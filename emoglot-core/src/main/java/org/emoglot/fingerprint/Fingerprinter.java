package org.emoglot.fingerprint;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.Waveform;

/**
 * Computes fingerprints as Haitsma and Kalker (2002) do, equation 1: with E(n, m) the energy of
 * frame n in band m, bit m of frame n is 1 where {@code E(n, m) - E(n, m + 1) > E(n - l, m) - E(n -
 * l, m + 1)}.
 *
 * <p>What is ours, since a clip of speech is short and a speaker may repeat a sentence: frames of
 * 128 ms every 16 ms (theirs are 370 ms every 12 ms), differences over l = 4 frames, and bands up
 * to 4 kHz. A frame's energies are those of shorter frames under a Hann window in time, which by
 * Parseval's theorem is nearly the same and takes a fifth of the time.
 */
final class Fingerprinter {

  private static final int BITS = Integer.SIZE;

  /** Rows of 16 ms that make a frame. */
  private static final int ROWS = 8;

  /** The distance l of two frames that are compared, in rows. */
  private static final int LAG = 4;

  /** A frame is silent if it is so much weaker than the loudest within a second: -35 dB. */
  private static final double SILENT = Math.pow(10, -3.5);

  /** A second, in frames. */
  private static final int NEAR = 63;

  /** The energy of what rounding to 16 bits adds to silence, and some. */
  private static final double NOTHING = 2e-5;

  /** A frame is steady if less of its energy than this share has changed. */
  private static final double STEADY = 0.01;

  /** The number of offsets at which to search for a clip. */
  private static final int PROBES = 2;

  private final BandEnergies bands = new BandEnergies(BITS + 1);
  private final double[] window = new double[ROWS];

  Fingerprinter() {
    for (int i = 0; i < ROWS; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / ROWS);
    }
  }

  Fingerprint fingerprint(Waveform clip) {
    return fingerprint(clip, 0);
  }

  List<Fingerprint> probes(Waveform clip) {
    List<Fingerprint> probes = new ArrayList<>();
    for (int probe = 0; probe < PROBES; probe++) {
      probes.add(fingerprint(clip, probe * BandEnergies.HOP / PROBES));
    }
    return probes;
  }

  private Fingerprint fingerprint(Waveform clip, int start) {
    if (clip.sampleRate() != Waveform.MODEL_SAMPLE_RATE) {
      throw new IllegalArgumentException(
          "Expected %d Hz, found %d Hz.".formatted(Waveform.MODEL_SAMPLE_RATE, clip.sampleRate()));
    }
    double[][] smooth = smooth(bands.of(clip.samples(), start));
    int[] frames = new int[Math.max(0, smooth.length - LAG)];
    double[] loudness = new double[frames.length];
    for (int n = 0; n < frames.length; n++) {
      loudness[n] = sum(smooth[n]) + sum(smooth[n + LAG]);
    }
    for (int n = 0; n < frames.length; n++) {
      if (loudness[n] > Math.max(NOTHING, SILENT * loudestNear(loudness, n))) {
        frames[n] = bits(smooth[n], smooth[n + LAG], STEADY * loudness[n]);
      }
    }
    return Fingerprint.of(frames);
  }

  /** Frame n is the weighted sum of the rows n to n + ROWS - 1. */
  private double[][] smooth(double[][] rows) {
    double[][] smooth = new double[Math.max(0, rows.length - ROWS + 1)][BITS + 1];
    for (int n = 0; n < smooth.length; n++) {
      for (int i = 0; i < ROWS; i++) {
        double[] row = rows[n + i];
        for (int band = 0; band <= BITS; band++) {
          smooth[n][band] += window[i] * row[band];
        }
      }
    }
    return smooth;
  }

  private static double sum(double[] energies) {
    double sum = 0;
    for (double energy : energies) {
      sum += energy;
    }
    return sum;
  }

  private static double loudestNear(double[] loudness, int frame) {
    double loudest = 0;
    int to = Math.min(loudness.length, frame + NEAR + 1);
    for (int n = Math.max(0, frame - NEAR); n < to; n++) {
      loudest = Math.max(loudest, loudness[n]);
    }
    return loudest;
  }

  /** The bits of a frame, or 0 if less has changed than that. */
  private static int bits(double[] before, double[] after, double least) {
    int bits = 0;
    double changed = 0;
    for (int band = 0; band < BITS; band++) {
      double change = after[band] - after[band + 1] - before[band] + before[band + 1];
      changed += Math.abs(change);
      if (change > 0) {
        bits |= 1 << band;
      }
    }
    return changed < least ? 0 : bits;
  }
}
