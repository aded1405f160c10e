package org.emoglot.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneThread.class)
class AdaptedEncoderTest {

  private static final String FEATURE_EXTRACTOR = "feature_extractor.";

  // ---------------------------------------------------------------- what is computed

  @ParameterizedTest
  @CsvSource({
    "BASE, NONE, NONE", "BASE, PEFT, NONE", "BASE, PEFT, BRANCH_SCALAR", "BASE, FULL, NONE",
    "LARGE, NONE, NONE", "LARGE, PEFT, NONE", "LARGE, PEFT, BRANCH_SCALAR", "LARGE, FULL, NONE"
  })
  void embed_beforeTheFirstStep_isTheFrozenEncodersMean(Layout layout, Kind kind, Gate gate) {
    try (Scope scope = Scope.open();
        LoadedEncoder frozen = layout.make();
        Adaptations adapted = Adaptations.make(layout, Adaptations.config(kind, gate, "last"))) {
      List<Frames> states = frozen.encoder().hiddenStates(adapted.features(0, 1, 2), false);
      float[] expected = Ops.floats(states.get(TinyEncoders.LAYERS).meanOverTime());
      Frames batch = adapted.batch();
      float[] found = Ops.withoutGradient(() -> Ops.floats(adapted.encoder().embed(batch, false)));
      // With nothing adapted each clip is pooled alone, before it comes into a batch.
      assertThat(Difference.max(found, expected)).isLessThanOrEqualTo(kind == Kind.NONE ? 1e-5 : 0);
      // What is differentiated may be attended to by another kernel, which rounds otherwise.
      float[] recorded = Ops.floats(adapted.encoder().embed(batch, false));
      assertThat(Difference.max(recorded, expected)).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BASE", "LARGE"})
  void embed_layerInputGateBeforeTheFirstStep_isNotTheFrozenEncoders(Layout layout) {
    try (Scope scope = Scope.open();
        LoadedEncoder frozen = layout.make();
        Adaptations adapted =
            Adaptations.make(layout, Adaptations.config(Kind.PEFT, Gate.LAYER_INPUT, "last"))) {
      Frames batch = adapted.batch();
      List<Frames> states = frozen.encoder().hiddenStates(batch, false);
      float[] without = Ops.floats(states.get(TinyEncoders.LAYERS).meanOverTime());
      assertThat(Difference.max(Ops.floats(adapted.encoder().embed(batch, false)), without))
          .isGreaterThan(0.01);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BASE, NONE, NONE, false", "LARGE, NONE, NONE, false",
    "BASE, PEFT, LAYER_INPUT, false", "LARGE, PEFT, LAYER_INPUT, false",
    "BASE, PEFT, NONE, true", "LARGE, PEFT, NONE, true",
    "BASE, PEFT, BRANCH_SCALAR, true", "LARGE, PEFT, BRANCH_SCALAR, true",
    "BASE, PEFT, LAYER_INPUT, true", "LARGE, PEFT, LAYER_INPUT, true"
  })
  void states_everyAdaptation_equalTheEquations(
      Layout layout, Kind kind, Gate gate, boolean trained) {
    double worst = 0;
    AdaptationConfig config = Adaptations.config(kind, gate, "last");
    try (Scope scope = Scope.open();
        Adaptations adapted = Adaptations.make(layout, config)) {
      if (trained) {
        adapted.randomizeAdded();
      }
      List<Frames> states = adapted.states(adapted.features(1));
      NaiveTransformer naive =
          new NaiveTransformer(
              NaiveTransformer.sizes(adapted.encoder().config()),
              config,
              adapted.backbone().parameters(),
              adapted.added());
      List<double[][]> expected = naive.states(rows(states.get(0)));
      for (int layer = 1; layer < states.size(); layer++) {
        double[] naiveState =
            Arrays.stream(expected.get(layer - 1)).flatMapToDouble(Arrays::stream).toArray();
        worst =
            Math.max(
                worst, Difference.relative(Ops.doubles(states.get(layer).values()), naiveState));
      }
    }
    Figures.write("adaptation-%s-%s-%s-%s".formatted(layout, kind, gate, trained), worst);
    assertThat(worst).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void embed_adaptedAndInABatch_equalsEachClipAlone(Layout layout) {
    try (Scope scope = Scope.open();
        Adaptations adapted =
            Adaptations.make(layout, Adaptations.config(Kind.PEFT, Gate.BRANCH_SCALAR, "mix"))) {
      adapted.randomizeAdded();
      Tensor together = adapted.encoder().embed(adapted.batch(), false);
      for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
        Tensor alone = adapted.encoder().embed(adapted.batch(clip), false);
        assertThat(Difference.max(Ops.floats(together.select(0, clip)), Ops.floats(alone)))
            .as("clip %d", clip)
            .isLessThan(1e-4);
      }
    }
  }

  // ---------------------------------------------------------------- the layer that is pooled

  @ParameterizedTest
  @CsvSource({"last, 3", "0, 0", "2, 2", "3, 3"})
  void embed_oneLayer_isItsMean(String layer, int index) {
    try (Scope scope = Scope.open();
        Adaptations adapted =
            Adaptations.make(Layout.LARGE, Adaptations.config(Kind.NONE, Gate.NONE, layer))) {
      float[] expected = Ops.floats(adapted.states(adapted.features(1)).get(index).meanOverTime());
      assertThat(Ops.floats(adapted.encoder().embed(adapted.batch(1), false)))
          .containsExactly(expected);
    }
  }

  @Test
  void embed_mixAtTheStart_isTheMeanOfAllLayers() {
    assertMix(new float[] {0, 0, 0, 0}, new double[] {0.25, 0.25, 0.25, 0.25});
  }

  @Test
  void embed_mixLater_isTheSoftmaxWeighting() {
    float[] logits = {0, (float) Math.log(2), (float) Math.log(3), (float) Math.log(4)};
    assertMix(logits, new double[] {0.1, 0.2, 0.3, 0.4});
  }

  private static void assertMix(float[] logits, double[] shares) {
    try (Scope scope = Scope.open();
        Adaptations adapted =
            Adaptations.make(Layout.BASE, Adaptations.config(Kind.NONE, Gate.NONE, "mix"))) {
      Tensor weight = adapted.added().all().get("layer_mix.weight");
      assertThat(Ops.floats(weight)).containsOnly(0).hasSize(TinyEncoders.LAYERS + 1);
      Ops.assign(weight, logits);
      Frames batch = adapted.batch();
      float[] actual = Ops.floats(adapted.encoder().embed(batch, false));
      float[] expected = new float[actual.length];
      List<Frames> states = adapted.states(batch);
      for (int state = 0; state < states.size(); state++) {
        float[] mean = Ops.floats(states.get(state).meanOverTime());
        for (int i = 0; i < mean.length; i++) {
          expected[i] += (float) (shares[state] * mean[i]);
        }
      }
      assertThat(actual).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void constructor_layerBeyondTheEncoders_isRefused() {
    try (LoadedEncoder weights = Layout.BASE.make();
        Parameters added = Parameters.seeded(1)) {
      AdaptationConfig config = Adaptations.config(Kind.NONE, Gate.NONE, "4");
      assertThatThrownBy(
              () -> new AdaptedEncoder(weights.encoder(), weights.parameters(), config, added))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("from 0 to 3")
          .hasMessageContaining("found 4");
    }
  }

  // ---------------------------------------------------------------- what is trained

  @Test
  void trainable_none_isNothing() {
    assertTrainable(Adaptations.config(Kind.NONE, Gate.BRANCH_SCALAR, "last"), name -> false);
  }

  @Test
  void trainable_noneWithMix_isTheMixture() {
    try (Adaptations adapted =
        Adaptations.make(Layout.BASE, Adaptations.config(Kind.NONE, Gate.NONE, "mix"))) {
      assertThat(adapted.added().all()).containsOnlyKeys("layer_mix.weight");
    }
  }

  @ParameterizedTest
  @EnumSource
  void trainable_peft_isWhatWasAdded(Gate gate) {
    assertTrainable(Adaptations.config(Kind.PEFT, gate, "last"), name -> false);
    Set<String> expected = new TreeSet<>();
    for (int layer = 0; layer < TinyEncoders.LAYERS; layer++) {
      String start = "layers." + layer;
      for (String projection : List.of(".attention.q_proj", ".attention.v_proj")) {
        expected.add(start + projection + ".lora_A.weight");
        expected.add(start + projection + ".lora_B.weight");
      }
      for (String linear : List.of(".adapter.down", ".adapter.up")) {
        expected.add(start + linear + ".weight");
        expected.add(start + linear + ".bias");
      }
      switch (gate) {
        case NONE -> {}
        case LAYER_INPUT -> expected.add(start + ".input.gate");
        case BRANCH_SCALAR ->
            expected.addAll(
                List.of(
                    start + ".attention.q_proj.gate",
                    start + ".attention.v_proj.gate",
                    start + ".adapter.gate"));
      }
    }
    try (Adaptations adapted =
        Adaptations.make(Layout.BASE, Adaptations.config(Kind.PEFT, gate, "last"))) {
      assertThat(new TreeSet<>(adapted.added().all().keySet())).isEqualTo(expected);
    }
  }

  @Test
  void trainable_peftOnTheQueriesAlone_leavesTheRestOut() {
    AdaptationConfig config =
        new AdaptationConfig(
            Kind.PEFT, 2, 4, List.of("q"), 0, Gate.BRANCH_SCALAR, false, 0, "last");
    try (Adaptations adapted = Adaptations.make(Layout.BASE, config)) {
      assertThat(adapted.added().all().keySet())
          .hasSize(3 * TinyEncoders.LAYERS)
          .allMatch(name -> name.contains(".attention.q_proj."));
    }
  }

  @Test
  void trainable_full_isTheBackboneWithoutItsFeatureEncoder() {
    assertTrainable(
        Adaptations.config(Kind.FULL, Gate.NONE, "last"),
        name -> !name.startsWith(FEATURE_EXTRACTOR));
  }

  @Test
  void trainable_fullWithFeatureEncoder_isTheWholeBackbone() {
    assertTrainable(Adaptations.fullWithFeatureEncoder(), name -> true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOG_MEL_POST_NORM", "LOG_MEL_PRE_NORM"})
  void trainable_fullWithLogMel_isTheWholeBackbone(Layout layout) {
    try (Adaptations adapted = Adaptations.make(layout, Adaptations.fullWithFeatureEncoder())) {
      assertThat(trainable(adapted.backbone().parameters()))
          .isEqualTo(adapted.backbone().parameters().all().keySet());
      assertThat(adapted.encoder().preparedChannels()).isEqualTo(160);
    }
  }

  @Test
  void trainable_fullWithABatchNorm_leavesItsStatistics() {
    try (Adaptations adapted =
        Adaptations.make(Layout.HUBERT_VARIANT, Adaptations.fullWithFeatureEncoder())) {
      Set<String> frozen = new TreeSet<>(adapted.backbone().parameters().all().keySet());
      frozen.removeAll(trainable(adapted.backbone().parameters()));
      assertThat(frozen)
          .containsExactly(
              "encoder.pos_conv_embed.batch_norm.running_mean",
              "encoder.pos_conv_embed.batch_norm.running_var");
    }
  }

  private static void assertTrainable(
      AdaptationConfig config, java.util.function.Predicate<String> ofBackbone) {
    for (Layout layout : List.of(Layout.BASE, Layout.LARGE)) {
      try (Adaptations adapted = Adaptations.make(layout, config)) {
        Set<String> all = adapted.backbone().parameters().all().keySet();
        assertThat(trainable(adapted.backbone().parameters()))
            .isEqualTo(all.stream().filter(ofBackbone).collect(Collectors.toSet()));
        assertThat(trainable(adapted.added())).isEqualTo(adapted.added().all().keySet());
      }
    }
  }

  private static Set<String> trainable(Parameters parameters) {
    return parameters.all().entrySet().stream()
        .filter(entry -> entry.getValue().requires_grad())
        .map(java.util.Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  // ---------------------------------------------------------------- gradients

  @ParameterizedTest
  @CsvSource({
    "BASE, NONE",
    "BASE, LAYER_INPUT",
    "BASE, BRANCH_SCALAR",
    "LARGE, BRANCH_SCALAR",
    "LOG_MEL_PRE_NORM, BRANCH_SCALAR",
    "DATA2VEC, BRANCH_SCALAR",
    "CONFORMER_RELATIVE, LAYER_INPUT",
    "CONFORMER_ROTARY, BRANCH_SCALAR",
    "W2V_BERT, BRANCH_SCALAR",
    "W2V_BERT, LAYER_INPUT",
    "EMOTION2VEC, LAYER_INPUT",
    "EMOTION2VEC_PLUS, BRANCH_SCALAR"
  })
  void gradients_peft_reachAllThatWasAddedAndNothingElse(Layout layout, Gate gate) {
    assertGradients(layout, Adaptations.config(Kind.PEFT, gate, "mix"));
  }

  @ParameterizedTest
  @EnumSource
  void gradients_full_reachTheTransformerAndNotTheFeatureEncoder(Layout layout) {
    assertGradients(layout, Adaptations.config(Kind.FULL, Gate.NONE, "last"));
  }

  @ParameterizedTest
  @EnumSource
  void gradients_fullWithFeatureEncoder_reachEverything(Layout layout) {
    assertGradients(layout, Adaptations.fullWithFeatureEncoder());
  }

  @Test
  void gradients_oneLayerChosen_endThere() {
    try (Scope scope = Scope.open();
        Adaptations adapted =
            Adaptations.make(Layout.BASE, Adaptations.config(Kind.FULL, Gate.NONE, "1"))) {
      loss(adapted, adapted.batch(), 0, 1, 2).backward();
      adapted
          .backbone()
          .parameters()
          .all()
          .forEach(
              (name, tensor) -> {
                boolean above =
                    name.startsWith("encoder.layers.1") || name.startsWith("encoder.layers.2");
                assertThat(tensor.grad().defined())
                    .as(name)
                    .isEqualTo(!above && !name.startsWith(FEATURE_EXTRACTOR));
              });
    }
  }

  private static void assertGradients(Layout layout, AdaptationConfig config) {
    try (Scope scope = Scope.open();
        Adaptations adapted = Adaptations.make(layout, config)) {
      adapted.randomizeAdded();
      loss(adapted, adapted.batch(), 0, 1, 2).backward();
      for (Parameters parameters : List.of(adapted.backbone().parameters(), adapted.added())) {
        parameters
            .all()
            .forEach(
                (name, tensor) -> {
                  Tensor gradient = tensor.grad();
                  assertThat(gradient.defined()).as(name).isEqualTo(tensor.requires_grad());
                  // Softmax does not see a constant per query, so this one stays at rounding.
                  if (gradient.defined() && !name.matches(".*(k_proj|linear_k)\\.bias")) {
                    assertThat(gradient.norm().item_double())
                        .as("norm of the gradient of " + name)
                        .isFinite()
                        .isGreaterThan(1e-4);
                  }
                });
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradients_ofABatch_areTheSumOverClipsAlone(Layout layout) {
    try (Scope scope = Scope.open();
        Adaptations batched = Adaptations.make(layout, Adaptations.fullWithFeatureEncoder());
        Adaptations single = Adaptations.make(layout, Adaptations.fullWithFeatureEncoder())) {
      loss(batched, batched.batch(), 0, 1, 2).backward();
      for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
        loss(single, single.batch(clip), clip).backward();
      }
      List<Float> together = new ArrayList<>();
      List<Float> summed = new ArrayList<>();
      batched
          .backbone()
          .parameters()
          .all()
          .forEach(
              (name, tensor) -> {
                Tensor other = single.backbone().parameters().all().get(name);
                if (!tensor.requires_grad()) {
                  return; // statistics of a batch norm
                }
                for (float value : Ops.floats(tensor.grad())) {
                  together.add(value);
                }
                for (float value : Ops.floats(other.grad())) {
                  summed.add(value);
                }
              });
      double error = Difference.relative(doubles(together), doubles(summed));
      Figures.write("batch-gradients-" + layout, error);
      assertThat(error).isLessThan(1e-4);
    }
  }

  /** A linear function of the embeddings, another one for each clip. */
  private static Tensor loss(Adaptations adapted, Frames batch, int... clips) {
    Tensor h = adapted.encoder().embed(batch, false); // (B, D)
    int width = Math.toIntExact(h.size(1));
    float[] direction = new float[clips.length * width];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) Math.sin(1 + clips[i / width] + 2.0 * (i % width));
    }
    return h.mul(Ops.tensor(direction, clips.length, width)).sum();
  }

  // ---------------------------------------------------------------- dropout

  @Test
  void embed_training_dropsOutOnlyWhereLayersAreTrained() {
    for (Kind kind : Kind.values()) {
      try (Scope scope = Scope.open();
          Adaptations adapted =
              Adaptations.make(Layout.BASE, Adaptations.config(kind, Gate.NONE, "last"))) {
        Frames batch = adapted.batch();
        float[] evaluated = Ops.floats(adapted.encoder().embed(batch, false));
        float[] trained = Ops.floats(adapted.encoder().embed(batch, true));
        assertThat(Difference.max(trained, evaluated) > 0)
            .as("%s", kind)
            .isEqualTo(kind == Kind.FULL);
      }
    }
  }

  // ---------------------------------------------------------------- preparation

  @Test
  void prepare_frozenFeatureEncoder_givesItsFrames() {
    try (Adaptations adapted =
        Adaptations.make(Layout.BASE, Adaptations.config(Kind.FULL, Gate.NONE, "last"))) {
      float[] prepared = adapted.encoder().prepare(new Waveform(new float[16_000], 16_000));
      assertThat(adapted.encoder().preparedChannels()).isEqualTo(32);
      assertThat(prepared).hasSize(49 * 32);
      assertThat(adapted.encoder().preparedFramesPerSecond()).isEqualTo(50);
    }
  }

  @Test
  void prepare_trainedFeatureEncoder_givesSamples() {
    try (Adaptations adapted =
        Adaptations.make(Layout.BASE, Adaptations.fullWithFeatureEncoder())) {
      float[] prepared = adapted.encoder().prepare(new Waveform(new float[16_000], 16_000));
      assertThat(adapted.encoder().preparedChannels()).isEqualTo(1);
      assertThat(prepared).hasSize(16_000);
      assertThat(adapted.encoder().preparedFramesPerSecond()).isEqualTo(16_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void embed_clipWithoutSamples_isFinite(Layout layout) {
    try (Scope scope = Scope.open();
        Adaptations adapted =
            Adaptations.make(layout, Adaptations.config(Kind.NONE, Gate.NONE, "last"))) {
      float[] prepared = adapted.encoder().prepare(new Waveform(new float[0], 16_000));
      Frames frames = Frames.pack(List.of(prepared), adapted.encoder().preparedChannels());
      assertThat(frames.lengths()).containsExactly(1);
      for (double value : Ops.doubles(adapted.encoder().embed(frames, false))) {
        assertThat(value).isFinite();
      }
    }
  }

  static double[][] rows(Frames frames) {
    double[] values = Ops.doubles(frames.values());
    int width = Math.toIntExact(frames.values().size(1));
    double[][] rows = new double[Math.toIntExact(frames.values().size(0))][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = Arrays.copyOfRange(values, t * width, (t + 1) * width);
    }
    return rows;
  }

  private static double[] doubles(List<Float> values) {
    return values.stream().mapToDouble(Float::doubleValue).toArray();
  }
}
