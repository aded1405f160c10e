package org.emoglot.audio;

import java.util.Arrays;

/**
 * Resamples a signal block by block. The output equals that of {@link Resampler#apply} on the whole
 * signal, to the bit, for any blocks. Memory is bounded by a block and the filter's length.
 */
final class BlockResampler {

  private final Resampler resampler;

  /** Input from {@code start} on that is still needed, {@code held} samples of it. */
  private float[] input = new float[0];

  private int held;
  private long start;
  private long produced;

  BlockResampler(Resampler resampler) {
    this.resampler = resampler;
  }

  /** Takes the next input samples, and gives the output samples that follow from all so far. */
  float[] next(float[] block) {
    if (resampler.from() == resampler.to()) {
      return block;
    }
    if (input.length < held + block.length) {
      input = Arrays.copyOf(input, Math.max(held + block.length, 2 * held));
    }
    System.arraycopy(block, 0, input, held, block.length);
    held += block.length;
    long received = start + held;
    long until = produced; // the first output that needs more than was received
    while (resampler.first(until) + resampler.taps() <= received
        && until < resampler.outputLength(received)) {
      until++;
    }
    float[] output = produce(until);
    long needed = Math.min(received, Math.max(start, resampler.first(produced)));
    int passed = (int) (needed - start);
    System.arraycopy(input, passed, input, 0, held - passed);
    held -= passed;
    start = needed;
    return output;
  }

  /** The rest of the output; the input counts as silent after its end. */
  float[] end() {
    return resampler.from() == resampler.to()
        ? new float[0]
        : produce(resampler.outputLength(start + held));
  }

  private float[] produce(long until) {
    float[] output = new float[Math.toIntExact(until - produced)];
    for (int i = 0; i < output.length; i++) {
      output[i] = resampler.sample(produced + i, input, start, held);
    }
    produced = until;
    return output;
  }
}
