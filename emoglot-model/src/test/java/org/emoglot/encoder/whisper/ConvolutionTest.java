package org.emoglot.encoder.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.ConvolutionOps;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionTest {

  private static final int INPUT = 4;
  private static final int OUTPUT = 6;
  private static final int[] LENGTHS = {1, 2, 5, 8, 3};

  /** Even and odd lengths behind one another: none may see its neighbour, or lose a frame. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void forward_sequencesOfAnyLengths_areEachThePaddedConvolution(int stride) {
    try (Parameters parameters = Parameters.seeded(3);
        Scope scope = Scope.open()) {
      Convolution convolution = new Convolution(parameters, "conv", INPUT, OUTPUT, stride);
      Tensor weight = Objects.requireNonNull(parameters.all().get("conv.weight"));
      Tensor bias = Objects.requireNonNull(parameters.all().get("conv.bias"));
      Ops.assign(bias, values(OUTPUT));
      Frames x = new Frames(Ops.tensor(values(19 * INPUT), 19, INPUT), LENGTHS);

      Frames found = convolution.forward(x);

      assertThat(found.batch()).isEqualTo(LENGTHS.length);
      for (int i = 0; i < LENGTHS.length; i++) {
        Tensor alone = x.sequences().get(i).transpose(0, 1).unsqueeze(0); // (1, in, T)
        Tensor expected = // (T', out)
            Ops.gelu(ConvolutionOps.conv1d(alone, weight, bias, stride, 1, 1))
                .squeeze(0)
                .transpose(0, 1);
        assertThat(found.lengths()[i]).isEqualTo((LENGTHS[i] + stride - 1) / stride);
        assertThat(Ops.floats(found.sequences().get(i)))
            .as("sequence %d", i)
            .containsExactly(Ops.floats(expected), within(1e-5f));
      }
    }
  }

  private static float[] values(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
