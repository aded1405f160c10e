package org.emoglot.acoustic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTest {

  private static final double TOLERANCE = 1e-11;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 9, 12, 30, 97, 154, 225, 400, 512, 1000})
  void transform_anyLength_isTheSumOfItsDefinition(int size) {
    double[] re = noise(size, 1);
    double[] im = noise(size, 2);
    double[] gotRe = re.clone();
    double[] gotIm = im.clone();
    new Fourier(size).transform(gotRe, gotIm);
    for (int k = 0; k < size; k++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int n = 0; n < size; n++) {
        double angle = -2 * Math.PI * ((long) k * n % size) / size;
        sumRe += re[n] * Math.cos(angle) - im[n] * Math.sin(angle);
        sumIm += re[n] * Math.sin(angle) + im[n] * Math.cos(angle);
      }
      assertThat(gotRe[k]).as("N %d, k %d", size, k).isCloseTo(sumRe, within(TOLERANCE));
      assertThat(gotIm[k]).as("N %d, k %d", size, k).isCloseTo(sumIm, within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 400, 405, 512})
  void powers_twoFrames_areThoseOfEachAlone(int size) {
    Fourier fourier = new Fourier(size);
    double[][] frames = {noise(size, 3), noise(size, 4)};
    double[] first = frames[0].clone();
    double[] second = frames[1].clone();
    fourier.powers(first, second);
    for (int frame = 0; frame < 2; frame++) {
      double[] re = frames[frame].clone();
      double[] im = new double[size];
      fourier.transform(re, im);
      double[] got = frame == 0 ? first : second;
      for (int k = 0; k < fourier.bins(); k++) {
        assertThat(got[k])
            .as("N %d, frame %d, k %d", size, frame, k)
            .isCloseTo(re[k] * re[k] + im[k] * im[k], within(TOLERANCE * size));
      }
    }
  }

  @Test
  void powers_toneOnABin_areInThatBinAlone() {
    double[] tone =
        IntStream.range(0, 400).mapToDouble(i -> Math.sin(2 * Math.PI * 25 * i / 400)).toArray();
    new Fourier(400).powers(tone, new double[400]);
    assertThat(tone[25]).isCloseTo(200 * 200, within(1e-6));
    assertThat(tone[24] + tone[26]).isCloseTo(0, within(1e-9));
  }

  private static double[] noise(int size, int seed) {
    return IntStream.range(0, size).mapToDouble(i -> Math.sin(seed + i * (i + 7.1))).toArray();
  }
}
