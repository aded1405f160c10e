package org.emoglot.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.io.Json;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OneThread.class)
class StandardizerTest {

  private static AdaptationConfig config(Kind kind, String layer, Pooling pooling) {
    return new AdaptationConfig(
        kind, 4, 8, List.of("q", "v"), 6, Gate.NONE, false, 0, layer, pooling, true);
  }

  @Test
  void forward_fitted_isByWeightsAndEachStateHasARootMeanSquareOfOne() {
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      Standardizer standardizer = new Standardizer(parameters, 4, 2);
      // The third value does not vary. Means 2, 10, 7, 0; deviations sqrt(3), 0.5 sqrt(3), -, 3.
      standardizer.fit(
          List.of(new float[] {1, 10.5f, 7, 3}, new float[] {5, 8.5f, 7, -9}),
          new double[] {0.75, 0.25});
      assertThat(Ops.floats(parameters.all().get("standardize.mean")))
          .containsExactly(new float[] {2, 10, 7, 0}, within(1e-6f));
      float root = (float) Math.sqrt(3);
      assertThat(Ops.floats(parameters.all().get("standardize.deviation")))
          .containsExactly(new float[] {root, root / 2, 1, 3 * root}, within(1e-6f));
      Tensor h = Ops.tensor(new float[] {2 + 3 * root, 10 + 2 * root, 7, 3, 2, 10, 7, 0}, 2, 4);
      // z = 3, 4 | 0, 1 / root, and zeros: a clip that has the mean in everything.
      float rms = (float) Math.sqrt(12.5);
      assertThat(Ops.floats(standardizer.forward(h)))
          .containsExactly(
              new float[] {3 / rms, 4 / rms, 0, (float) Math.sqrt(2), 0, 0, 0, 0}, within(1e-5f));
    }
  }

  @Test
  void embed_pooledStates_areStandardisedAndNothingOfItIsTrained() {
    try (Scope scope = Scope.open();
        Adaptations adapted =
            Adaptations.make(Layout.WHISPER, config(Kind.NONE, "1..3", Pooling.MEAN_STD))) {
      AdaptedEncoder encoder = adapted.encoder();
      assertThat(encoder.cut())
          .as("what is kept of a clip does not depend on the training clips")
          .isEqualTo("pooled-1..3-mean-std");
      assertThat(adapted.added().all())
          .containsOnlyKeys("standardize.mean", "standardize.deviation");
      adapted.added().setTrainable(true);
      adapted.added().all().values().forEach(one -> assertThat(one.requires_grad()).isFalse());
      Frames batch = adapted.batch();
      List<float[]> clips = Ops.rows(batch.values());
      encoder.standardizeBy(clips, new double[] {0.5, 0.25, 0.25});
      float[] embedded = Ops.floats(encoder.embed(batch, false));
      int width = encoder.config().width();
      for (int block = 0; block < embedded.length / width; block++) {
        double squares = 0;
        for (int d = block * width; d < (block + 1) * width; d++) {
          squares += embedded[d] * embedded[d];
        }
        assertThat(squares / width).as("block %d", block).isCloseTo(1, within(1e-4));
      }
      assertThat(embedded).hasSize(TinyEncoders.CLIPS * encoder.width());
    }
  }

  @ParameterizedTest
  @CsvSource({"PEFT, last, MEAN", "FULL, 1..2, MEAN", "NONE, mix, MEAN", "NONE, 1, ATTENTIVE"})
  void config_moreIsTrainedThanTheHead_isRefused(Kind kind, String layer, Pooling pooling) {
    assertThatThrownBy(() -> config(kind, layer, pooling))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected adaptation.standardize to be false where more than the head is trained, found"
                + " true: choose --adapt none, an adaptation.layer other than mix, and an"
                + " adaptation.pooling mean or mean-std.");
  }

  @Test
  void complete_ofAnEarlierVersion_isAsItWas() throws Exception {
    AdaptationConfig today = config(Kind.NONE, "1..2", Pooling.MEAN);
    String written =
        Json.writeLine(today)
            .replace(",\"pooling\":\"mean\"", "")
            .replace(",\"standardize\":true", "");
    assertThat(written).doesNotContain("pooling").doesNotContain("standardize");
    AdaptationConfig read =
        Json.mapper()
            .treeToValue(
                AdaptationConfig.complete(Json.mapper().readTree(written)), AdaptationConfig.class);
    assertThat(read.standardize()).isFalse();
    assertThat(read.pooling()).isEqualTo(Pooling.MEAN);
    assertThat(
            Json.mapper()
                .treeToValue(
                    AdaptationConfig.complete(Json.mapper().valueToTree(today)),
                    AdaptationConfig.class))
        .isEqualTo(today);
  }
}
