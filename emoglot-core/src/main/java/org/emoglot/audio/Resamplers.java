package org.emoglot.audio;

/**
 * Brings audio of any rate to one. It keeps the filter bank of the rate met last, since the clips
 * of a corpus mostly share one. May be shared by threads.
 */
public final class Resamplers {

  private volatile Resampler last;

  /**
   * @param to the output's samples per second, positive
   */
  public Resamplers(int to) {
    last = new Resampler(to, to);
  }

  /** The resampler from a rate. */
  Resampler from(int rate) {
    Resampler resampler = last;
    if (resampler.from() != rate) {
      resampler = new Resampler(rate, resampler.to());
      last = resampler;
    }
    return resampler;
  }

  /** The same audio at the one rate; itself if it has that already. */
  public Waveform resample(Waveform waveform) {
    Resampler resampler = from(waveform.sampleRate());
    return resampler.from() == resampler.to()
        ? waveform
        : new Waveform(resampler.apply(waveform.samples()), resampler.to());
  }
}
