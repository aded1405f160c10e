package org.emoglot.audio;

/**
 * How files become waveforms.
 *
 * @param downmix what becomes of several channels
 */
public record AudioOptions(Downmix downmix) {

  /** The mean of the channels. */
  public static AudioOptions defaults() {
    return new AudioOptions(Downmix.MEAN);
  }
}
