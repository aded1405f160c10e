package org.emoglot.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;

class BalancedWeightsTest {

  private static void add(List<Utterance> utterances, String corpus, String label, int clips) {
    for (int i = 0; i < clips; i++) {
      String id = corpus + "/" + label + i;
      utterances.add(
          new Utterance(
              id, corpus, new Language("de"), "s", label, Split.TRAIN, Path.of("/none", id), 1));
    }
  }

  @Test
  void of_corporaOfUnequalSize_countTheSameAndSoDoTheirEmotions() {
    List<Utterance> utterances = new ArrayList<>();
    add(utterances, "large", "angry", 6);
    add(utterances, "large", "sad", 2);
    add(utterances, "large", "happy", 4);
    add(utterances, "small", "sad", 1);
    double[] weights = BalancedWeights.of(utterances);
    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
    assertThat(weights[0]).isCloseTo(1.0 / 2 / 3 / 6, within(1e-15));
    assertThat(weights[6]).isCloseTo(1.0 / 2 / 3 / 2, within(1e-15));
    assertThat(weights[8]).isCloseTo(1.0 / 2 / 3 / 4, within(1e-15));
    assertThat(weights[12]).isCloseTo(1.0 / 2, within(1e-15));
  }

  @Test
  void of_none_isEmpty() {
    assertThat(BalancedWeights.of(List.of())).isEmpty();
  }
}
