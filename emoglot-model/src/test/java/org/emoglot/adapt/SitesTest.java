package org.emoglot.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Role;
import org.emoglot.nn.Site;
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

/** Where adaptation can stand, and what becomes of it when it is merged. */
@ExtendWith(OneThread.class)
class SitesTest {

  @Test
  void sites_ofATransformer_areAllProjectionsAndBothPlacesOfEveryLayer() {
    try (Scope scope = Scope.open();
        LoadedEncoder base = Layout.BASE.make()) {
      List<Site> sites = base.encoder().sites();
      assertThat(sites).hasSize(8 * TinyEncoders.LAYERS);
      assertThat(sites.subList(8, 16).stream().map(Site::address))
          .containsExactly(
              "layers.1.attention.q_proj",
              "layers.1.attention.k_proj",
              "layers.1.attention.v_proj",
              "layers.1.attention.out_proj",
              "layers.1.feed_forward.intermediate_dense",
              "layers.1.feed_forward.output_dense",
              "layers.1",
              "layers.1");
      assertThat(sites.subList(8, 16)).allMatch(site -> site.layer() == 1);
      assertThat(sites.get(12).projection().outputs()).isEqualTo(96);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFORMER_RELATIVE", "W2V_BERT"})
  void sites_ofAConformer_areThoseOfBothFeedForwardBlocksToo(Layout layout) {
    try (Scope scope = Scope.open();
        LoadedEncoder conformer = layout.make()) {
      List<Site> sites = conformer.encoder().sites();
      assertThat(sites).hasSize(10 * TinyEncoders.LAYERS);
      assertThat(sites.subList(10, 20).stream().map(Site::address))
          .containsExactly(
              "layers.1.self_attn.linear_q",
              "layers.1.self_attn.linear_k",
              "layers.1.self_attn.linear_v",
              "layers.1.self_attn.linear_out",
              "layers.1.ffn1.intermediate_dense",
              "layers.1.ffn1.output_dense",
              "layers.1.ffn2.intermediate_dense",
              "layers.1.ffn2.output_dense",
              "layers.1",
              "layers.1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BASE, NONE",
    "LARGE, NONE",
    "BASE, BRANCH_SCALAR",
    "LARGE, BRANCH_SCALAR",
    "LARGE, LAYER_INPUT"
  })
  void states_loraBesideEveryProjection_equalTheEquations(Layout layout, Gate gate) {
    double worst = 0;
    AdaptationConfig config = everywhere(gate);
    try (Scope scope = Scope.open();
        Adaptations adapted = Adaptations.make(layout, config)) {
      adapted.randomizeAdded();
      List<Frames> states = adapted.states(adapted.features(1));
      NaiveTransformer naive =
          new NaiveTransformer(
              NaiveTransformer.sizes(adapted.encoder().config()),
              config,
              adapted.backbone().parameters(),
              adapted.added());
      List<double[][]> expected = naive.states(AdaptedEncoderTest.rows(states.get(0)));
      for (int layer = 1; layer < states.size(); layer++) {
        double[] state =
            Arrays.stream(expected.get(layer - 1)).flatMapToDouble(Arrays::stream).toArray();
        worst =
            Math.max(worst, Difference.relative(Ops.doubles(states.get(layer).values()), state));
      }
    }
    Figures.write("lora-everywhere-%s-%s".formatted(layout, gate), worst);
    assertThat(worst).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void merge_loraBesideEveryProjection_leavesTheOutputs(Layout layout) {
    Map<String, Double> errors = new LinkedHashMap<>();
    for (Gate gate : Gate.values()) {
      try (Scope scope = Scope.open();
          Adaptations adapted = Adaptations.make(layout, everywhere(gate))) {
        adapted.randomizeAdded();
        Frames batch = adapted.batch();
        float[] before = embed(adapted, batch);
        float[] frozen = weight(adapted);
        adapted.encoder().merge();
        float[] after = embed(adapted, batch);
        assertThat(weight(adapted)).isNotEqualTo(frozen);
        errors.put(gate.id(), Difference.relative(after, before));
        adapted.encoder().merge(); // there is nothing left to merge
        assertThat(embed(adapted, batch)).containsExactly(after);
      }
    }
    Figures.write("merged-lora-" + layout, errors);
    assertThat(errors).allSatisfy((gate, error) -> assertThat(error).as(gate).isLessThan(1e-5));
  }

  @ParameterizedTest
  @EnumSource(names = {"QUERY", "KEY", "VALUE", "OUTPUT", "FEED_FORWARD", "BLOCK", "INPUT"})
  void wrap_bottleneckAtAnySite_startsAsTheFrozenEncoderAndChangesItOnceTrained(Role role) {
    try (Scope scope = Scope.open();
        LoadedEncoder encoder = Layout.WAVLM_BASE.make();
        Parameters added = Parameters.seeded(4)) {
      Frames features = encoder.encoder().encodeFeatures(Frames.pack(TinyEncoders.clips(), 1));
      float[] frozen = last(encoder, features);
      int width = encoder.encoder().config().width();
      for (Site site : encoder.encoder().sites()) {
        if (site.role() == role) {
          int outputs = role.isProjection() ? site.projection().outputs() : width;
          String name = site.address() + ".adapter" + site.role();
          site.wrap(inner -> new BottleneckAdapter(inner, added, name, outputs, 3, x -> x));
        }
      }
      assertThat(last(encoder, features)).containsExactly(frozen);
      TinyEncoders.randomize(added, 5);
      assertThat(Difference.relative(last(encoder, features), frozen)).isGreaterThan(1e-3);
    }
  }

  private static float[] last(LoadedEncoder encoder, Frames features) {
    List<Frames> states = encoder.encoder().hiddenStates(features, false);
    return Ops.floats(states.get(states.size() - 1).values());
  }

  private static AdaptationConfig everywhere(Gate gate) {
    return new AdaptationConfig(
        Kind.PEFT,
        Adaptations.RANK,
        8,
        Role.projections(),
        Adaptations.ADAPTER_WIDTH,
        gate,
        false,
        0,
        "last");
  }

  private static float[] embed(Adaptations adapted, Frames batch) {
    return Ops.withoutGradient(() -> Ops.floats(adapted.encoder().embed(batch, false)));
  }

  private static float[] weight(Adaptations adapted) {
    return adapted.backbone().parameters().all().entrySet().stream()
        .filter(entry -> entry.getKey().matches(".*layers\\.2\\..*(k_proj|linear_k)\\.weight"))
        .map(entry -> Ops.floats(entry.getValue()))
        .findFirst()
        .orElseThrow();
  }
}
