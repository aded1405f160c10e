package org.emoglot.acoustic;

import java.util.Arrays;

/** Six regions of the spectrum, from the lowest harmonic to the hiss of consonants. */
final class Regions {

  /** Bands at which a region begins and the one before it ends. */
  private static final int[] EDGES = {0, 8, 20, 32, 46, 60, ClipFrames.BANDS};

  static final int COUNT = EDGES.length - 1;

  private Regions() {}

  /** Log of a region's mean energy, frame by frame. */
  static double[] of(ClipFrames frames, int region) {
    return Arrays.stream(frames.mel())
        .mapToDouble(
            frame -> Series.logMeanExp(Arrays.copyOfRange(frame, EDGES[region], EDGES[region + 1])))
        .toArray();
  }
}
