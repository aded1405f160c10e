package org.emoglot.audio;

import org.emoglot.InvalidInputException;

/**
 * Mono audio of any rate that arrives block by block, brought to {@link
 * Waveform#MODEL_SAMPLE_RATE}. Where blocks end changes no sample. To be used by one thread.
 */
public final class BlockAudio {

  private final BlockResampler resampler;
  private long samples;

  /**
   * @param sampleRate of what arrives, in samples per second, positive
   */
  public BlockAudio(int sampleRate) {
    resampler = new Resampler(sampleRate, Waveform.MODEL_SAMPLE_RATE).blocks();
  }

  /**
   * The samples that follow from all so far and were not given yet.
   *
   * @throws InvalidInputException if a sample is not finite
   */
  public float[] next(float[] block) {
    for (int i = 0; i < block.length; i++) {
      if (!AudioReader.isUsable(block[i])) {
        throw new InvalidInputException(
            "Expected finite samples, found %s at sample %d of the recording."
                .formatted(block[i], samples + i));
      }
    }
    samples += block.length;
    return resampler.next(block);
  }

  /** The last samples; nothing follows. */
  public float[] end() {
    return resampler.end();
  }
}
