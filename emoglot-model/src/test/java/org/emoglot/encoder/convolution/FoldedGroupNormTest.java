package org.emoglot.encoder.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.ConvolutionOps;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first layer, whose group norm is folded into its kernels, against convolution, group norm and
 * GELU one after the other in double precision.
 */
@ExtendWith(OneThread.class)
class FoldedGroupNormTest {

  private static final int SAMPLES = 4003;
  private static final int CHANNELS = 24;
  private static final int KERNEL = 10;
  private static final int STRIDE = 5;
  private static final double EPSILON = 1e-5;
  private static final String LAYER = "feature_extractor.conv_layers.0.";

  private static final double TOLERANCE = 2e-5;

  /**
   * Nothing but rounding varies in a constant clip, and the norm divides it by the root of epsilon:
   * by this, 300-fold.
   */
  private static final double CONSTANT_TOLERANCE = 3e-4;

  /** Clips that a norm over time finds easy and hard. */
  enum Clip {
    LOUD(30, 0),
    QUIET(1e-3, 0),
    OFFSET(0.02, 0.5),
    CONSTANT(0, 0.3),
    SILENT(0, 0);

    private final double amplitude;
    private final double offset;

    Clip(double amplitude, double offset) {
      this.amplitude = amplitude;
      this.offset = offset;
    }

    /** Noise and a tone, of the clip's amplitude about its offset. */
    float[] samples() {
      SeededRandom random = SeededRandom.of(ordinal());
      float[] samples = new float[SAMPLES];
      for (int i = 0; i < SAMPLES; i++) {
        double noise = 2 * random.nextDouble() - 1 + Math.sin(0.1 * i);
        samples[i] = (float) (offset + amplitude * noise);
      }
      return samples;
    }
  }

  private static Convolutions config(boolean bias) {
    return new Convolutions(
        List.of(CHANNELS), List.of(KERNEL), List.of(STRIDE), bias, Convolutions.Norm.GROUP);
  }

  /** An encoder of this layer alone, with parameters none of which is at its starting value. */
  private static ConvolutionalFeatureEncoder encoder(boolean bias, Parameters parameters) {
    ConvolutionalFeatureEncoder encoder = new ConvolutionalFeatureEncoder(config(bias), parameters);
    TinyEncoders.randomize(parameters, 3);
    return encoder;
  }

  /** The parameters of the layer in double precision, to be differentiated. */
  private static Map<String, Tensor> wide(Parameters parameters) {
    Map<String, Tensor> wide = new LinkedHashMap<>();
    parameters
        .all()
        .forEach(
            (name, tensor) ->
                wide.put(
                    name.substring(LAYER.length()),
                    Ops.doubled(tensor.detach()).set_requires_grad(true)));
    return wide;
  }

  /** Frames (T, C) by the layer's definition. */
  private static Tensor unfolded(float[] samples, Map<String, Tensor> parameters) {
    Tensor x = Ops.doubled(Ops.tensor(samples, 1, 1, samples.length));
    Tensor y =
        ConvolutionOps.conv1d(
                x, parameters.get("conv.weight"), parameters.get("conv.bias"), STRIDE, 0, 1)
            .squeeze(0)
            .transpose(0, 1); // (T, C)
    Tensor centred = y.sub(Ops.mean(y, 0, true));
    Tensor variance = Ops.mean(centred.square(), 0, true);
    return Ops.gelu(
        centred
            .mul(Ops.plus(variance, EPSILON).rsqrt())
            .mul(parameters.get("layer_norm.weight"))
            .add(parameters.get("layer_norm.bias")));
  }

  @ParameterizedTest
  @CsvSource({
    "LOUD, false",
    "QUIET, false",
    "OFFSET, false",
    "CONSTANT, false",
    "SILENT, false",
    "LOUD, true",
    "OFFSET, true",
    "CONSTANT, true"
  })
  void forward_equalsConvolutionThenGroupNorm(Clip clip, boolean bias) {
    double error;
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      ConvolutionalFeatureEncoder encoder = encoder(bias, parameters);
      Frames folded = encoder.forward(Frames.pack(List.of(clip.samples()), 1));
      Tensor expected = unfolded(clip.samples(), wide(parameters));
      assertThat(folded.lengths()).containsExactly(config(bias).frames(SAMPLES));
      assertThat(folded.values().shape()).containsExactly(expected.shape());
      error = Difference.relative(Ops.doubles(folded.values()), Ops.doubles(expected));
    }
    Figures.write("folded-norm-%s-%s".formatted(clip, bias ? "bias" : "plain"), error);
    assertThat(error).isLessThan(clip == Clip.CONSTANT ? CONSTANT_TOLERANCE : TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource
  void forward_besideOtherClips_isNormalisedAlone(Clip clip) {
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      ConvolutionalFeatureEncoder encoder = encoder(false, parameters);
      List<float[]> clips = new ArrayList<>();
      for (Clip each : Clip.values()) {
        clips.add(each.samples());
      }
      Frames together = encoder.forward(Frames.pack(clips, 1));
      Frames alone = encoder.forward(Frames.pack(List.of(clip.samples()), 1));
      assertThat(Ops.floats(together.sequences().get(clip.ordinal())))
          .containsExactly(Ops.floats(alone.values()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void backward_trainedLayer_equalsConvolutionThenGroupNorm(Clip clip) {
    Map<String, Double> errors = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      ConvolutionalFeatureEncoder encoder = encoder(false, parameters);
      parameters.setTrainable(true);
      Map<String, Tensor> wide = wide(parameters);
      Tensor folded = encoder.forward(Frames.pack(List.of(clip.samples()), 1)).values();
      loss(folded).backward();
      loss(unfolded(clip.samples(), wide)).backward();
      double size = largest(wide);
      wide.forEach(
          (name, tensor) -> {
            double[] found = Ops.doubles(parameters.all().get(LAYER + name).grad());
            double difference = Difference.max(found, Ops.doubles(tensor.grad()));
            // Where nothing changes over time, kernel and scale have no effect and no gradient.
            boolean zero = clip.amplitude == 0 && !name.equals("layer_norm.bias");
            errors.put(name, difference / (zero ? size : largest(tensor.grad())));
          });
    }
    Figures.write("folded-norm-gradients-" + clip, errors);
    double tolerance = clip == Clip.CONSTANT ? CONSTANT_TOLERANCE : 5e-5;
    assertThat(errors).hasSize(3);
    assertThat(errors)
        .allSatisfy((name, error) -> assertThat(error).as(name).isLessThan(tolerance));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOUD", "OFFSET"})
  void forward_anotherBiasOfTheConvolution_isTheSame(Clip clip) {
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      ConvolutionalFeatureEncoder encoder = encoder(true, parameters);
      Frames samples = Frames.pack(List.of(clip.samples()), 1);
      float[] before = Ops.floats(encoder.forward(samples).values());
      float[] moved = new float[CHANNELS];
      Arrays.fill(moved, 2);
      Ops.assign(parameters.all().get(LAYER + "conv.bias"), moved);
      assertThat(Ops.floats(encoder.forward(samples).values())).containsExactly(before);
    }
  }

  /** A linear function of the frames, in which all count. */
  private static Tensor loss(Tensor frames) {
    double[] direction = new double[Math.toIntExact(frames.numel())];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = Math.sin(1 + 0.7 * i);
    }
    return frames.mul(Ops.like(Ops.tensor(direction, frames.shape()), frames)).sum();
  }

  private static double largest(Map<String, Tensor> parameters) {
    return parameters.values().stream()
        .mapToDouble(tensor -> largest(tensor.grad()))
        .max()
        .orElseThrow();
  }

  private static double largest(Tensor values) {
    return values.abs().max().item_double();
  }
}
