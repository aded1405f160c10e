package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockResamplerTest {

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 24_414, 44_100, 48_000, 192_000, 768_000})
  void next_blocksOfAnySize_areTheWholeToTheBit(int rate) {
    Resampler resampler = new Resampler(rate, Waveform.MODEL_SAMPLE_RATE);
    SeededRandom random = SeededRandom.of(rate);
    for (int length : new int[] {1, 2, 97, 5_003, 20_000}) {
      float[] input = new float[length];
      for (int i = 0; i < length; i++) {
        input[i] = (float) (2 * random.nextDouble() - 1);
      }
      float[] whole = resampler.apply(input);
      for (int size : new int[] {1, 3, 160, 4_096, length, 0}) {
        assertThat(inBlocks(resampler, input, size, random))
            .as("%d Hz, %d samples in blocks of %d", rate, length, size)
            .containsExactly(whole);
      }
    }
  }

  /**
   * @param size of a block; 0 for blocks of random sizes
   */
  private static float[] inBlocks(
      Resampler resampler, float[] input, int size, SeededRandom random) {
    BlockResampler blocks = resampler.blocks();
    float[] output = new float[(int) resampler.outputLength(input.length)];
    int filled = 0;
    for (int at = 0; at < input.length; ) {
      int end = Math.min(input.length, at + (size == 0 ? 1 + random.nextInt(3_000) : size));
      float[] some = blocks.next(Arrays.copyOfRange(input, at, end));
      System.arraycopy(some, 0, output, filled, some.length);
      filled += some.length;
      at = end;
    }
    float[] rest = blocks.end();
    System.arraycopy(rest, 0, output, filled, rest.length);
    assertThat(filled + rest.length).isEqualTo(output.length);
    return output;
  }
}
