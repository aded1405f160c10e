package org.emoglot.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoders whose products are computed in bfloat16. */
@ExtendWith(OneThread.class)
class BFloat16Test {

  private static final double TOLERANCE = 2e-2;

  /** Features, and the states of the same features: each half of the encoder by itself. */
  @ParameterizedTest
  @EnumSource
  void states_ofGivenFeatures_areNearThoseInFloat32(Layout layout) {
    Map<String, Double> errors = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        LoadedEncoder single = layout.make();
        LoadedEncoder half = layout.make()) {
      half.parameters().setPrecision(Precision.BF16);
      Frames samples = Frames.pack(TinyEncoders.clips(), 1);
      Frames features = single.encoder().encodeFeatures(samples);
      Frames found = half.encoder().encodeFeatures(samples);
      if (single.encoder().config().learnsFeatures()) {
        errors.put("features", relative(found.values(), features.values()));
      } else {
        assertThat(Ops.floats(found.values())).containsExactly(Ops.floats(features.values()));
      }
      compare(
          errors,
          half.encoder().hiddenStates(features, false),
          single.encoder().hiddenStates(features, false));
    }
    Figures.write("bf16-halves-" + layout, errors);
    assertThat(errors)
        .allSatisfy((what, error) -> assertThat(error).as(what).isBetween(1e-7, TOLERANCE));
  }

  @ParameterizedTest
  @EnumSource
  void states_ofSamples_areNearThoseInFloat32(Layout layout) {
    Map<String, Double> errors = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        LoadedEncoder single = layout.make();
        LoadedEncoder half = layout.make()) {
      half.parameters().setPrecision(Precision.BF16);
      Frames samples = Frames.pack(TinyEncoders.clips(), 1);
      compare(errors, states(half.encoder(), samples), states(single.encoder(), samples));
    }
    Figures.write("bf16-" + layout, errors);
    assertThat(errors).hasSize(TinyEncoders.LAYERS + 1);
    // The random weights of one layout make more of the rounding of its features.
    double tolerance = layout == Layout.WAVLM_BASE ? 1.5 * TOLERANCE : TOLERANCE;
    assertThat(errors)
        .allSatisfy((what, error) -> assertThat(error).as(what).isBetween(1e-7, tolerance));
  }

  private static void compare(
      Map<String, Double> errors, List<Frames> found, List<Frames> expected) {
    for (int i = 0; i < expected.size(); i++) {
      Tensor values = found.get(i).values();
      assertThat(values.scalar_type().intern()).as("state %d", i).isEqualTo(ScalarType.Float);
      errors.put("state " + i, relative(values, expected.get(i).values()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void states_ofClipsInAnyBatch_areThoseAlone(Layout layout) {
    List<float[]> clips = TinyEncoders.clips();
    try (Scope scope = Scope.open();
        LoadedEncoder half = layout.make()) {
      half.parameters().setPrecision(Precision.BF16);
      List<Frames> together = states(half.encoder(), Frames.pack(clips, 1));
      for (int clip = 0; clip < clips.size(); clip++) {
        List<Frames> alone = states(half.encoder(), Frames.pack(List.of(clips.get(clip)), 1));
        for (int i = 0; i < alone.size(); i++) {
          assertThat(relative(together.get(i).sequences().get(clip), alone.get(i).values()))
              .as("state %d of clip %d", i, clip)
              .isLessThan(TOLERANCE);
        }
      }
    }
  }

  /** |actual - expected| / |expected| in the 2-norm. */
  private static double relative(Tensor actual, Tensor expected) {
    Tensor wide = Ops.doubled(expected);
    return Ops.doubled(actual).sub(wide).norm().item_double() / wide.norm().item_double();
  }

  private static List<Frames> states(SpeechEncoder encoder, Frames samples) {
    return encoder.hiddenStates(encoder.encodeFeatures(samples), false);
  }

  @ParameterizedTest
  @EnumSource
  void gradients_ofAnAdaptation_reachFloat32MastersBesideFrozenBFloat16(Layout layout) {
    AdaptationConfig config = Adaptations.config(Kind.PEFT, Gate.BRANCH_SCALAR, "mix");
    try (Scope scope = Scope.open();
        Adaptations single = Adaptations.make(layout, config);
        Adaptations half = Adaptations.make(layout, config)) {
      single.randomizeAdded();
      half.randomizeAdded();
      setBf16(half);
      half.backbone()
          .parameters()
          .all()
          .forEach(
              (name, tensor) -> {
                boolean product = name.matches(".*(_proj|_dense|projection)\\.weight");
                if (product) {
                  assertThat(tensor.scalar_type().intern()).as(name).isEqualTo(ScalarType.BFloat16);
                } else if (tensor.ndimension() == 1) {
                  assertThat(tensor.scalar_type().intern()).as(name).isEqualTo(ScalarType.Float);
                }
              });
      Frames features = single.features(0, 1, 2); // the same for both
      loss(single, features).backward();
      loss(half, features).backward();
      compareGradients(layout + "-PEFT", half.added().all(), single.added().all(), 0.05);
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradients_ofATrainedEncoder_reachFloat32Masters(Layout layout) {
    AdaptationConfig config = Adaptations.fullWithFeatureEncoder();
    try (Scope scope = Scope.open();
        Adaptations single = Adaptations.make(layout, config);
        Adaptations half = Adaptations.make(layout, config)) {
      setBf16(half);
      loss(single, single.batch()).backward();
      loss(half, half.batch()).backward();
      compareGradients(
          layout + "-FULL",
          half.backbone().parameters().all(),
          single.backbone().parameters().all(),
          // Five norms of random convolutions, one above the other, make more of rounding.
          layout == Layout.DATA2VEC ? 0.07 : 0.05);
    }
  }

  private static void setBf16(Adaptations adapted) {
    adapted.backbone().parameters().setPrecision(Precision.BF16);
    adapted.added().setPrecision(Precision.BF16);
  }

  /** A linear function of the embeddings, another one for each clip. */
  private static Tensor loss(Adaptations adapted, Frames batch) {
    Tensor h = adapted.encoder().embed(batch, false); // (B, D)
    float[] direction = new float[Math.toIntExact(h.numel())];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) Math.sin(1 + 2.0 * i);
    }
    return h.mul(Ops.tensor(direction, h.shape())).sum();
  }

  /** All gradients as one vector, since single ones may be nothing but rounding. */
  private static void compareGradients(
      String what, Map<String, Tensor> half, Map<String, Tensor> single, double tolerance) {
    double[] error = new double[1];
    double[] size = new double[1];
    half.forEach(
        (name, tensor) -> {
          if (!tensor.requires_grad()) {
            return;
          }
          assertThat(tensor.scalar_type().intern()).as(name).isEqualTo(ScalarType.Float);
          assertThat(tensor.grad().defined()).as("gradient of " + name).isTrue();
          assertThat(tensor.grad().scalar_type().intern()).as(name).isEqualTo(ScalarType.Float);
          double[] found = Ops.doubles(tensor.grad());
          double[] expected = Ops.doubles(single.get(name).grad());
          for (int i = 0; i < found.length; i++) {
            error[0] += Math.pow(found[i] - expected[i], 2);
            size[0] += Math.pow(expected[i], 2);
          }
        });
    double relative = Math.sqrt(error[0] / size[0]);
    Figures.write("bf16-gradients-" + what, relative);
    assertThat(relative).as("|bf16 - fp32| / |fp32| of all gradients").isBetween(1e-7, tolerance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"last", "mix"})
  void embed_twice_isTheSameToTheBit(String layer) {
    AdaptationConfig config = Adaptations.config(Kind.PEFT, Gate.LAYER_INPUT, layer);
    try (Scope scope = Scope.open();
        Adaptations one = Adaptations.make(Layout.WAVLM_BASE, config);
        Adaptations other = Adaptations.make(Layout.WAVLM_BASE, config)) {
      setBf16(one);
      setBf16(other);
      assertThat(Ops.floats(one.encoder().embed(one.batch(), false)))
          .containsExactly(Ops.floats(other.encoder().embed(other.batch(), false)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BASE", "LARGE"})
  void preparationHash_inBFloat16_isAnotherEvenOfWeightsThatItRepresents(Layout layout) {
    try (Scope scope = Scope.open();
        Adaptations single = representable(layout);
        Adaptations half = representable(layout)) {
      setBf16(half);
      Waveform clip = new Waveform(TinyEncoders.clips().get(0), Waveform.MODEL_SAMPLE_RATE);
      assertThat(half.encoder().prepare(clip)).isNotEqualTo(single.encoder().prepare(clip));
      assertThat(half.encoder().preparationHash()).isNotEqualTo(single.encoder().preparationHash());
    }
  }

  /** An encoder whose weights have been rounded to bfloat16, as in a file of that type. */
  private static Adaptations representable(Layout layout) {
    Adaptations adapted =
        Adaptations.make(layout, Adaptations.config(Kind.PEFT, Gate.NONE, "last"));
    adapted
        .backbone()
        .parameters()
        .all()
        .values()
        .forEach(tensor -> Ops.assign(tensor, Ops.floats(tensor.to(ScalarType.BFloat16))));
    return adapted;
  }
}
