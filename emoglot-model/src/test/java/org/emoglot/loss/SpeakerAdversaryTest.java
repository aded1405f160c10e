package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.loss.LossConfig.Reversal;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;

class SpeakerAdversaryTest {

  private static final int WIDTH = 6;
  private static final int SPEAKERS = 5;
  private static final int BATCH = 9;

  /** The head computes in float32, which bounds what can be seen of its error. */
  private static final double TOLERANCE = 1e-5;

  @Test
  void loss_randomBatches_equalsTheEquationsAndTheirDifferences() {
    Map<String, Double> worst = new LinkedHashMap<>();
    double reversal = 0.7;
    for (int seed = 0; seed < 5; seed++) {
      RandomBatch batch = RandomBatch.draw(seed, BATCH, WIDTH, SPEAKERS, 1);
      try (Scope scope = Scope.open();
          Parameters parameters = Parameters.seeded(seed)) {
        SpeakerAdversary adversary = head(parameters, 0);
        TinyEncoders.randomize(parameters, seed);
        parameters.setTrainable(true);
        Tensor h =
            Ops.tensor(Naive.flat(batch.rows()), BATCH, WIDTH)
                .to(ScalarType.Float)
                .set_requires_grad(true);
        Tensor loss = adversary.loss(h, batch.labels(), reversal);
        loss.backward();

        Head head = Head.of(parameters);
        double[][] rows = Naive.rows(h);
        double expected = head.loss(rows, batch.labels());
        worst.merge("loss", Math.abs(loss.item_double() - expected) / expected, Math::max);
        double[] byH = Naive.gradient(rows, x -> head.loss(x, batch.labels()), 1e-6);
        for (int i = 0; i < byH.length; i++) {
          byH[i] *= -reversal;
        }
        worst.merge("h", Difference.relative(Ops.doubles(h.grad()), byH), Math::max);
        head.parameters()
            .forEach(
                (name, values) ->
                    worst.merge(
                        name,
                        Difference.relative(
                            Ops.doubles(parameters.all().get(name).grad()),
                            Naive.gradient(values, x -> head.loss(rows, batch.labels()), 1e-6)),
                        Math::max));
      }
    }
    Figures.write("loss-speaker-adversary", worst);
    assertThat(worst)
        .hasSize(6)
        .allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  @Test
  void loss_dropout_isDrawnAnewOnEveryCall() {
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      SpeakerAdversary adversary = head(parameters, 0.5);
      TinyEncoders.randomize(parameters, 2);
      RandomBatch batch = RandomBatch.draw(3, BATCH, WIDTH, SPEAKERS, 1);
      Tensor h = Ops.tensor(Naive.flat(batch.rows()), BATCH, WIDTH).to(ScalarType.Float);
      double first = adversary.loss(h, batch.labels(), 1).item_double();
      double second = adversary.loss(h, batch.labels(), 1).item_double();
      assertThat(first).isNotEqualTo(second);
    }
  }

  @Test
  void loss_descentOnTheHead_learnsSpeakersWhileAscentOnTheEmbeddingsHidesThem() {
    RandomBatch batch = RandomBatch.draw(5, BATCH, WIDTH, SPEAKERS, 1);
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(3)) {
      SpeakerAdversary adversary = head(parameters, 0);
      TinyEncoders.randomize(parameters, 4);
      parameters.setTrainable(true);
      Tensor h =
          Ops.tensor(Naive.flat(batch.rows()), BATCH, WIDTH)
              .to(ScalarType.Float)
              .set_requires_grad(true);
      Tensor before = adversary.loss(h, batch.labels(), 1);
      before.backward();
      Tensor moved = h.detach().sub(Ops.scale(h.grad(), 0.1)); // one step of descent
      double hidden = adversary.loss(moved, batch.labels(), 1).item_double();
      assertThat(hidden).as("speaker loss after a step on h").isGreaterThan(before.item_double());
      parameters
          .all()
          .values()
          .forEach(p -> Ops.assign(p, Ops.floats(p.detach().sub(Ops.scale(p.grad(), 0.1)))));
      double learned = adversary.loss(h, batch.labels(), 1).item_double();
      assertThat(learned)
          .as("speaker loss after a step on the head")
          .isLessThan(before.item_double());
    }
  }

  private static SpeakerAdversary head(Parameters parameters, double dropout) {
    return new SpeakerAdversary(
        1, Reversal.CONSTANT, dropout, new TrainingCounts(WIDTH, SPEAKERS, List.of()), parameters);
  }

  /** The head's parameters in double precision; vectors are one row. */
  private record Head(Map<String, double[][]> parameters) {

    static Head of(Parameters parameters) {
      Map<String, double[][]> rows = new LinkedHashMap<>();
      parameters.all().forEach((name, tensor) -> rows.put(name, Naive.rows(tensor)));
      return new Head(rows);
    }

    double loss(double[][] h, int[] speakers) {
      return Naive.crossEntropy(
          Naive.speakerLogits(
              h,
              parameters.get("speaker_head.hidden.weight"),
              parameters.get("speaker_head.hidden.bias")[0],
              parameters.get("speaker_head.output.weight"),
              parameters.get("speaker_head.output.bias")[0]),
          speakers);
    }
  }
}
