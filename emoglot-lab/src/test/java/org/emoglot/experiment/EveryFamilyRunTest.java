package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.feature.FeatureStore;
import org.emoglot.feature.FeatureStoreOptions;
import org.emoglot.io.Sha256;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole experiment on an encoder of each family that checkpoints exist of. */
@ExtendWith(OneThread.class)
class EveryFamilyRunTest {

  private static final int PREPARED =
      2 * (ToneCorpus.TRAINING_PER_LANGUAGE + ToneCorpus.VALIDATION_PER_LANGUAGE);

  @TempDir private Path folder;

  static Stream<Layout> published() {
    return Layout.published();
  }

  /**
   * Adapters from layer 1 on; what is below is computed once, and found again by the second run.
   */
  @ParameterizedTest
  @MethodSource("published")
  void run_adaptedUpperLayersInBFloat16_keepsTheLowerOnesAndAnswers(Layout layout)
      throws IOException {
    List<String> messages = new ArrayList<>();
    List<List<String>> outcomes = new ArrayList<>();
    for (String out : List.of("new", "warm")) {
      run(layout, Kind.PEFT, out)
          .with("adaptation.lowestLayer", 1)
          .with("precision", "bf16")
          .run(
              FeatureStore.open(
                  new FeatureStoreOptions(folder.resolve("store"), 1 << 28), messages::add),
              ToneCorpus.audio(),
              new ExperimentListener() {
                @Override
                public void message(String text) {
                  messages.add(text);
                }
              });
      outcomes.add(outcome(folder.resolve(out)));
    }
    assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
    assertThat(messages)
        .containsExactly(
            "The features of %d of %d clips come from earlier runs.".formatted(PREPARED, PREPARED));
    requireAnswer(folder.resolve("new"));
  }

  @ParameterizedTest
  @MethodSource("published")
  void run_trainedInFullAndFrozen_answers(Layout layout) {
    for (Kind kind : List.of(Kind.FULL, Kind.NONE)) {
      run(layout, kind, "out-" + kind).run();
      requireAnswer(folder.resolve("out-" + kind));
    }
  }

  /** SHA-256 of what was answered and of what was learned. */
  private static List<String> outcome(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("model"))) {
      List<Path> learned =
          files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
      assertThat(learned).isNotEmpty();
      return Stream.concat(Stream.of(run.resolve("predictions.csv")), learned.stream())
          .map(Sha256::of)
          .toList();
    }
  }

  private TinyRun run(Layout layout, Kind kind, String out) {
    return TinyRun.in(folder.resolve(out))
        .withBackbone(layout.folder(), kind)
        .with("training.cropSeconds", "0.2");
  }

  private static void requireAnswer(Path run) {
    try (EmotionClassifier classifier = EmotionClassifier.load(run.resolve("model"))) {
      Waveform clip = new Waveform(TinyEncoders.clips().get(2), Waveform.MODEL_SAMPLE_RATE);
      assertThat(classifier.predict(clip).score("happy")).isBetween(0.0, 1.0);
    }
  }
}
