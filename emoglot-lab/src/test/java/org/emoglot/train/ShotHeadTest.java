package org.emoglot.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.network.Backbone;
import org.emoglot.network.BatchedInference.Answer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.tensor.Ops;
import org.emoglot.unlabelled.SourceLogits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShotHeadTest {

  private final EmotionNetwork network =
      EmotionNetwork.fresh(
          LabelSet.FOUR,
          new AdaptationConfig(Kind.NONE, 0, 1, List.of(), 0, Gate.NONE, false, 0, "last"),
          Backbone.fresh("tiny", TinyEncoders.logMelConfig(true), 1).weights(),
          1);

  @AfterEach
  void close() {
    network.close();
  }

  /** Embeddings about four places, with the logits that the head gives them now. */
  private List<Answer> shots(int each) {
    Random random = new Random(5);
    int width = network.encoder().width();
    float[][] places = new float[4][width];
    for (float[] place : places) {
      for (int d = 0; d < width; d++) {
        place[d] = (float) random.nextGaussian();
      }
    }
    List<Answer> shots = new ArrayList<>();
    for (int i = 0; i < 4 * each; i++) {
      float[] embedding = new float[width];
      for (int d = 0; d < width; d++) {
        embedding[d] = places[i % 4][d] + (float) (0.3 * random.nextGaussian());
      }
      shots.add(new Answer(embedding, logits(embedding)));
    }
    return shots;
  }

  private float[] logits(float[] embedding) {
    return Ops.floats(network.logits(Ops.tensor(embedding, 1, embedding.length)));
  }

  private static int[] labels(int shots) {
    int[] labels = new int[shots];
    for (int i = 0; i < shots; i++) {
      labels[i] = i % 4;
    }
    return labels;
  }

  private double loss(List<Answer> shots) {
    double loss = 0;
    for (int i = 0; i < shots.size(); i++) {
      float[] z = logits(shots.get(i).embedding());
      double sum = 0;
      for (float one : z) {
        sum += Math.exp(one);
      }
      loss += (Math.log(sum) - z[i % 4]) / shots.size();
    }
    return loss;
  }

  private Map<String, float[]> values() {
    Map<String, float[]> values = new TreeMap<>();
    network.parameters().forEach((name, tensor) -> values.put(name, Ops.floats(tensor)));
    return values;
  }

  private double moved(int each) {
    float[] before = values().get("classifier.output.weight");
    ShotHead.fit(network, shots(each), labels(4 * each), SourceLogits.UNKNOWN);
    float[] after = values().get("classifier.output.weight");
    double sum = 0;
    for (int i = 0; i < after.length; i++) {
      sum += Math.pow(after[i] - before[i], 2);
    }
    return Math.sqrt(sum);
  }

  @Test
  void fit_shots_answersThemBetter() {
    List<Answer> shots = shots(4);
    double before = loss(shots);

    ShotHead.fit(network, shots, labels(16), SourceLogits.UNKNOWN);

    assertThat(loss(shots)).isLessThan(0.9 * before);
  }

  @Test
  void fit_moreShots_movesFurtherFromThePrior() {
    double one = moved(1);

    assertThat(one).isPositive();
    assertThat(moved(8)).isGreaterThan(one);
  }

  @Test
  void fit_knownSource_takesOutHowTheTargetDiffersFirst() {
    List<Answer> shots = shots(2);
    float[] before = values().get("classifier.output.bias");
    SourceLogits source = SourceLogits.of(logitsAt(0), labels(32), Collections.nCopies(32, "a"));
    List<Answer> elsewhere =
        shots.stream()
            .map(
                shot -> {
                  float[] logits = logitsAt(5).get(shots.indexOf(shot));
                  return new Answer(shot.embedding(), logits);
                })
            .toList();

    ShotHead.fit(network, elsewhere, labels(8), source);

    // Half of the 5: the 8 clips count as much as the source.
    float[] after = values().get("classifier.output.bias");
    assertThat(after[0] - before[0] - (after[1] - before[1])).isBetween(-4f, -1.5f);
  }

  /** Answers in which every clip favours its emotion, and all of them the first one by so much. */
  private static List<float[]> logitsAt(float first) {
    List<float[]> logits = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      float[] one = {first, 0, 0, 0};
      one[i % 4] += 2 + 0.1f * (i / 4);
      logits.add(one);
    }
    return logits;
  }

  @Test
  void fit_shots_leavesTheEncoderAsItIs() {
    Map<String, float[]> before = values();

    ShotHead.fit(network, shots(2), labels(8), SourceLogits.UNKNOWN);

    values()
        .forEach(
            (name, after) -> {
              if (!name.startsWith("classifier.")) {
                assertThat(after).as(name).isEqualTo(before.get(name));
              }
            });
  }
}
