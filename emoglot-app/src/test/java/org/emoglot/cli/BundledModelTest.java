package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.classifier.BundledModel;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.corpus.Corpus;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;

/** The model in the box, as it lies in this repository. */
class BundledModelTest {

  private static final long LARGEST_BYTES = 12_000_000;

  /** One short synthetic clip of the demo. */
  private static Path clip() {
    return TinyRun.utterances(Corpus.of("synthetic-de")).get(0).path();
  }

  @Test
  void folder_ofTheRepository_isSmallAndHasACard() throws IOException {
    Path folder = BundledModel.folder();

    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
      assertThat(bytes).isLessThanOrEqualTo(LARGEST_BYTES);
    }
    assertThat(folder.resolve("README.md"))
        .content()
        .contains("research only", "neither a lie detector", "leave-one-language-out");
    JsonNode config = Json.read(folder.resolve("config.json"));
    assertThat(config.at("/heard").findValuesAsText("corpus"))
        .contains("casia", "emodb", "emovo", "ravdess", "urdu");
    assertThat(config.at("/reject_below").asDouble()).isBetween(0.25, 1.0);
  }

  @Test
  void predict_withoutAModel_answersWithTheBundledOne() throws IOException {
    Captured run = Captured.run("predict", clip().toString(), "--json", "--quiet");

    assertThat(run.exitCode()).as(run.err()).isZero();
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      Prediction prediction = classifier.predict(clip());
      assertThat(prediction.scores())
          .extracting(Prediction.Score::label)
          .containsExactlyInAnyOrderElementsOf(List.of("neutral", "happy", "angry", "sad"));
      assertThat(run.out()).contains("\"" + prediction.label() + "\"");
    }
  }
}
