package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.CalibrationSource;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.ConfidenceFit;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.io.Json;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class ConfidenceTest {

  @TempDir static Path folder;

  /** Logits three times as large as the chances by which the truth is drawn. */
  @Test
  void fit_overconfidentLogits_findsTheirFactorAndRejectsATenth() {
    SeededRandom random = SeededRandom.of(1);
    List<float[]> logits = new ArrayList<>();
    int[] truth = new int[4000];
    for (int i = 0; i < truth.length; i++) {
      double[] chance = new double[4];
      double total = 0;
      float[] row = new float[4];
      for (int k = 0; k < 4; k++) {
        double logit = 4 * random.nextDouble();
        row[k] = (float) (3 * logit);
        chance[k] = Math.exp(logit);
        total += chance[k];
      }
      double drawn = total * random.nextDouble();
      while (truth[i] < 3 && drawn >= chance[truth[i]]) {
        drawn -= chance[truth[i]++];
      }
      logits.add(row);
    }

    List<Language> languages = Collections.nCopies(truth.length, new Language("de"));
    Confidence found = ConfidenceFit.onValidationClips(logits, truth, languages);

    assertThat(found.temperature()).isCloseTo(3, within(0.2));
    long rejected =
        logits.stream()
            .map(row -> Prediction.ofLogits(LabelSet.FOUR, row, found))
            .filter(Prediction::uncertain)
            .count();
    assertThat(rejected).isBetween(399L, 401L);
    for (float[] row : logits) {
      assertThat(Prediction.ofLogits(LabelSet.FOUR, row, found).label())
          .isEqualTo(Prediction.ofLogits(LabelSet.FOUR, row, Confidence.NONE).label());
    }
  }

  @Test
  void fit_nothing_isNone() {
    assertThat(ConfidenceFit.onValidationClips(List.of(), new int[0], List.of()))
        .isEqualTo(Confidence.NONE);
  }

  @Test
  void load_modelWithConfidence_hasItAgain() {
    Path model = folder.resolve("model");
    Confidence confidence =
        new Confidence(1.75, 0.4, new AnswerSets(0.9, 0.125), CalibrationSource.LEFT_OUT_LANGUAGES);
    Backbone backbone = Backbone.open(SavedModels.backbone(folder.resolve("backbone")));
    try (EmotionNetwork network = SavedModels.trained(backbone, Kind.FULL)) {
      network.setConfidence(confidence);
      SavedModels.save(network, backbone, model);
    }
    try (EmotionNetwork loaded = ModelFolder.load(model)) {
      assertThat(loaded.confidence()).isEqualTo(confidence);
    }
    Path file = model.resolve("config.json");
    ObjectNode config = (ObjectNode) Json.read(file);
    Json.write(file, config.put("temperature", 0));
    assertThatThrownBy(() -> ModelFolder.load(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("positive temperature")
        .hasMessageContaining(file.toString());
    Json.write(file, config.put("temperature", "warm"));
    assertThatThrownBy(() -> ModelFolder.load(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected a number for temperature");
    Json.write(file, config.put("temperature", 1.75).put("answer_set_from", 2));
    assertThatThrownBy(() -> ModelFolder.load(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("answer_set_from from 0 to 1 in " + file);
    Json.write(file, config.put("answer_set_from", 0.125).put("calibration", "the target"));
    assertThatThrownBy(() -> ModelFolder.load(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("left-out languages for calibration in %s, found 'the target'", file);
    config.remove(List.of("calibration", "answer_set_from", "answer_set_coverage"));
    Json.write(file, config);
    try (EmotionNetwork old = ModelFolder.load(model)) {
      assertThat(old.confidence()).as("without sets").isEqualTo(new Confidence(1.75, 0.4));
    }
    config.remove(List.of("temperature", "reject_below"));
    Json.write(file, config);
    try (EmotionNetwork old = ModelFolder.load(model)) {
      assertThat(old.confidence()).as("a model from before").isEqualTo(Confidence.NONE);
    }
  }
}
