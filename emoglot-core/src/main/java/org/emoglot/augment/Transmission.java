package org.emoglot.augment;

import java.util.ServiceLoader;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;

/**
 * Encodes and decodes speech. Core has no codec; {@link ServiceLoader} finds an implementation,
 * which is safe for use by several threads.
 */
public interface Transmission {

  /**
   * A waveform after an encoder and its decoder.
   *
   * <p>Length and positions stay the same: the delay of the codec is removed. The same waveform
   * gives the same result with the same library on the same kind of processor.
   *
   * @param waveform at {@link Waveform#MODEL_SAMPLE_RATE}, of any length
   * @param bitsPerSecond the codec takes the rate next to it that it has
   */
  Waveform apply(Waveform waveform, Codec codec, int bitsPerSecond);

  /**
   * Loads what {@link #apply} needs.
   *
   * @throws InvalidInputException if that is not possible on this machine
   */
  void require();

  /**
   * The one that is installed, ready for use.
   *
   * @throws InvalidInputException if there is none, or it does not load
   */
  static Transmission installed() {
    Transmission transmission =
        ServiceLoader.load(Transmission.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Expected a module that encodes speech for augmentation.codecShare, found"
                            + " none on the class path: add emoglot-ffmpeg, or set it to 0."));
    transmission.require();
    return transmission;
  }
}
