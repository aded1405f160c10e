package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Scorer;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.metric.Votes;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class CommitteeTest {

  private static final List<Waveform> CLIPS =
      List.of(
          TinyCommittees.clip(0),
          TinyCommittees.clip(1),
          new Waveform(
              new float[31 * Waveform.MODEL_SAMPLE_RATE],
              Waveform.MODEL_SAMPLE_RATE)); // two windows

  @Test
  void votes_ofMembersThatShareFrames_areWhatEachSaysAlone() {
    try (Committee committee = committee(1, 2, 3)) {
      assertThat(committee.preparationsPerClip()).as("log-mel frames, once for all").isEqualTo(1);
      List<List<float[]>> votes = committee.votes(CLIPS);
      assertThat(votes).hasSize(3).allMatch(vote -> vote.size() == 3);
      for (int m = 0; m < 3; m++) {
        try (Committee alone = committee(m + 1)) {
          List<float[]> own = logits(alone, CLIPS);
          for (int i = 0; i < CLIPS.size(); i++) {
            assertThat(votes.get(i).get(m)).as("member %d", m).containsExactly(own.get(i));
          }
        }
      }
      assertThat(votes.get(0).get(0)).isNotEqualTo(votes.get(0).get(1));
    }
  }

  @Test
  void votes_ofMembersWithOtherFrames_hearEachItsOwn() {
    Committee both =
        new Committee(
            List.of(
                ModelFolder.load(TinyEncoders.goldenFolder("mini-tiny")),
                ModelFolder.load(TinyEncoders.goldenFolder("mini-tiny-mix"))));
    try (both;
        Committee alone =
            new Committee(List.of(ModelFolder.load(TinyEncoders.goldenFolder("mini-tiny-mix"))))) {
      assertThat(both.preparationsPerClip()).isEqualTo(2);
      assertThat(both.votes(CLIPS).get(0).get(1)).containsExactly(logits(alone, CLIPS).get(0));
    }
  }

  @Test
  void logits_ofSeveral_areTheLogarithmsOfTheirMeanProbabilities() {
    try (Committee committee = committee(1, 2, 3)) {
      float[] logits = logits(committee, CLIPS).get(1);
      List<float[]> votes = committee.votes(CLIPS).get(1);
      for (int k = 0; k < logits.length; k++) {
        int label = k;
        double mean = votes.stream().mapToDouble(v -> softmax(v, label)).average().orElseThrow();
        assertThat(Math.exp(logits[k])).isCloseTo(mean, within(1e-6));
      }
    }
  }

  /** A member that is sure of something else does not make an emotion impossible. */
  @Test
  void pool_sureMembersThatDisagree_isHalfAndHalfAndFinite() {
    float[] pooled =
        Votes.pool(List.of(new float[] {1000, 0, -1000}, new float[] {0, 1000, -1000}));
    assertThat(Math.exp(pooled[0])).isCloseTo(0.5, within(1e-6));
    assertThat(Math.exp(pooled[1])).isCloseTo(0.5, within(1e-6));
    assertThat(pooled[2]).isCloseTo(-2000, within(1f));
  }

  @Test
  void pool_ofOne_isItself() {
    float[] logits = {3, -1, 0.5f};
    assertThat(Votes.pool(List.of(logits))).isSameAs(logits);
  }

  @Test
  void setPrecision_ofACommittee_isThatOfAllMembers() {
    try (Committee committee = committee(1, 2);
        Committee rounded = committee(1, 2)) {
      rounded.setPrecision(Precision.BF16);
      for (int m = 0; m < 2; m++) {
        float[] bf16 = rounded.votes(CLIPS).get(0).get(m);
        assertThat(bf16).isNotEqualTo(committee.votes(CLIPS).get(0).get(m));
      }
    }
  }

  @Test
  void parameters_ofACommittee_areThoseOfAllMembers() {
    try (Committee two = committee(1, 2);
        Committee one = committee(1)) {
      assertThat(two.parameters()).isEqualTo(2 * one.parameters()).isPositive();
    }
  }

  @Test
  void new_membersOfOtherLabels_areRefused() {
    try (EmotionNetwork four = TinyCommittees.network(LabelSet.FOUR, 1);
        EmotionNetwork two = TinyCommittees.network(new LabelSet(List.of("angry", "sad")), 2)) {
      assertThatThrownBy(() -> new Committee(List.of(four, two)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("same labels");
    }
  }

  private static Committee committee(long... seeds) {
    return new Committee(
        LongStream.of(seeds)
            .mapToObj(seed -> TinyCommittees.network(LabelSet.FOUR, seed))
            .toList());
  }

  private static double softmax(float[] logits, int label) {
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit);
    }
    return Math.exp(logits[label]) / total;
  }

  private static List<float[]> logits(Committee committee, List<Waveform> clips) {
    return committee.score(clips).stream().map(Scorer.Result::logits).toList();
  }
}
