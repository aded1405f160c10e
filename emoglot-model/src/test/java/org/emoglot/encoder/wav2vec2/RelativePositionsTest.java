package org.emoglot.encoder.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelativePositionsTest {

  private static final int HEADS = 2;

  /** Of WavLM itself: 160 classes a side, distances up to 79 one by one, all from 800 on in one. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, 1",
    "1, 161",
    "-79, 79",
    "79, 239",
    "-80, 80",
    "-81, 80",
    "-83, 81",
    "-100, 87",
    "-400, 135",
    "-799, 159",
    "-800, 159",
    "-949, 159",
    "949, 319",
    "200, 271"
  })
  void forward_distances_areInTheirClasses(int distance, int expected) {
    int frames = 950;
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(3)) {
      RelativePositions positions =
          new RelativePositions(new Variant.WavLm(320, 800), HEADS, parameters);
      float[] values = Ops.floats(parameters.all().values().iterator().next());
      int query = distance < 0 ? frames - 1 : 0;
      for (int head = 0; head < HEADS; head++) {
        float found =
            Ops.floats(positions.forward(frames).select(0, head).select(0, query))[
                query + distance];
        assertThat(found).as("head %d", head).isEqualTo(values[HEADS * expected + head]);
      }
    }
  }

  /** Against the gates' formula in loops. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "2, 21"})
  void gated_frames_equalTheEquations(int batch, int frames) {
    try (Scope scope = Scope.open();
        LoadedEncoder weights = TinyEncoders.Layout.WAVLM_BASE.make()) {
      Wav2Vec2Config config = (Wav2Vec2Config) weights.encoder().config();
      int heads = config.context().heads();
      int part = config.width() / heads;
      String name = "encoder.layers.1.attention";
      try (Parameters own = Parameters.seeded(8)) {
        RelativePositions shared =
            new RelativePositions((Variant.WavLm) config.variant(), heads, own);
        GatedRelativePositions gated =
            new GatedRelativePositions(shared, heads, config.width(), own, name);
        TinyEncoders.randomize(own, 9);
        float[] x = new float[batch * frames * config.width()];
        for (int i = 0; i < x.length; i++) {
          x[i] = (float) Math.sin(0.7 * i);
        }
        float[] found =
            Ops.floats(gated.bias(Ops.tensor(x, batch, frames, config.width()), Ops.zeros(0)));
        float[] bias = Ops.floats(shared.forward(frames)); // (H, T, T)
        float[] w = Ops.floats(own.all().get(name + ".gru_rel_pos_linear.weight")); // (8, D/H)
        float[] offset = Ops.floats(own.all().get(name + ".gru_rel_pos_linear.bias"));
        float[] factor = Ops.floats(own.all().get(name + ".gru_rel_pos_const"));
        for (int clip = 0; clip < batch; clip++) {
          for (int head = 0; head < heads; head++) {
            for (int t = 0; t < frames; t++) {
              double[] gate = new double[2];
              for (int row = 0; row < 8; row++) {
                double sum = offset[row];
                for (int c = 0; c < part; c++) {
                  sum +=
                      w[row * part + c] * x[(clip * frames + t) * config.width() + head * part + c];
                }
                gate[row / 4] += sum;
              }
              double a = 1 / (1 + Math.exp(-gate[0]));
              double b = 1 / (1 + Math.exp(-gate[1]));
              double weight = 2 + a * (b * factor[head] - 1);
              for (int s = 0; s < frames; s++) {
                float actual = found[((clip * heads + head) * frames + t) * frames + s];
                double expected = weight * bias[(head * frames + t) * frames + s];
                assertThat((double) actual).isCloseTo(expected, within(1e-5));
              }
            }
          }
        }
      }
    }
  }
}
