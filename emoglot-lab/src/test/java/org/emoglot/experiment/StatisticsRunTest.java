package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.acoustic.UtteranceStatistics;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.metric.Answers;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole experiment on the built-in encoder of utterance statistics. */
@ExtendWith(OneThread.class)
class StatisticsRunTest {

  private static final Path STATISTICS = Path.of(BuiltIn.STATISTICS.id());
  private static final String STANDARDIZATION = "wav2vec2.feature_projection.standardization.";

  @TempDir Path folder;

  private TinyRun run(String name) {
    return TinyRun.in(folder.resolve(name)).withBackbone(STATISTICS, Kind.FULL);
  }

  @Test
  void run_unseenLanguage_isHeardAboveChance() {
    RunRecord record =
        run("learning").with("training.steps", 60).with("training.validateEvery", 20).run();
    assertThat(record.main().uar()).isGreaterThan(0.5);
    assertThat(record.network().get("parameters"))
        .isEqualTo(2L * 141 + (141 + 1) * 128 + (128 + 1) * 4);
  }

  @Test
  void run_standardization_isOfTheTrainingClipsAlone() {
    TinyRun run = run("standardization");
    run.run();
    List<Double> heard =
        run.request().manifest().utterances().stream()
            .filter(u -> !u.language().code().equals("de") && u.split() == Split.TRAIN)
            .map(Utterance::path)
            .map(path -> UtteranceStatistics.of(ToneCorpus.audio().read(path).samples()))
            .map(statistics -> statistics.get("spectrum.0"))
            .toList();
    int at = List.copyOf(UtteranceStatistics.of(new float[400]).keySet()).indexOf("spectrum.0");
    double mean = heard.stream().mapToDouble(x -> x).average().orElseThrow();
    double variance = heard.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElse(0);
    try (Safetensors weights =
        Safetensors.open(folder.resolve("standardization/model/model.safetensors"))) {
      assertThat((double) weights.floats(STANDARDIZATION + "mean")[at])
          .isCloseTo(mean, within(1e-5));
      assertThat((double) weights.floats(STANDARDIZATION + "deviation")[at])
          .isCloseTo(Math.sqrt(variance), within(1e-5));
    }
  }

  @Test
  void run_interrupted_endsAsTheWholeRun() {
    TinyRun whole = run("whole");
    whole.run();
    TinyRun resumed = run("resumed");
    assertThatThrownBy(() -> resumed.run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);
    resumed.run();
    assertThat(TinyRun.outcome(resumed.out())).isEqualTo(TinyRun.outcome(whole.out()));
  }

  @Test
  void run_saved_isABackboneThatKeepsItsStandardization() {
    TinyRun first = run("first");
    first.run();
    Path model = folder.resolve("first/model");
    TinyRun second =
        TinyRun.in(folder.resolve("second"))
            .withTask("all-EN", TrainingSystem.BASELINE2)
            .withBackbone(model, Kind.FULL)
            .allowing("tones-en");
    second.run();
    try (Safetensors before = Safetensors.open(model.resolve("model.safetensors"));
        Safetensors after = Safetensors.open(folder.resolve("second/model/model.safetensors"))) {
      assertThat(after.floats(STANDARDIZATION + "mean"))
          .containsExactly(before.floats(STANDARDIZATION + "mean"));
    }
  }

  @Test
  void predict_savedModel_answersAsTheRunDid() {
    TinyRun run = run("saved");
    run.run();
    List<Utterance> target =
        run.request().manifest().utterances().stream()
            .filter(u -> u.language().code().equals("de"))
            .toList();
    Answers answered =
        PredictionTable.answers(
            folder.resolve("saved").resolve(PredictionTable.FILE), LabelSet.FOUR, false);
    try (EmotionClassifier classifier =
        EmotionClassifier.load(folder.resolve("saved").resolve(Experiment.MODEL_FOLDER))) {
      for (Utterance clip : target) {
        int item = answered.items().indexOf(clip.id());
        assertThat(classifier.predict(ToneCorpus.audio().read(clip.path())).label())
            .isEqualTo(LabelSet.FOUR.name(answered.predicted(item)));
      }
    }
  }

  @Test
  void run_adapters_areRefused() {
    TinyRun run = TinyRun.in(folder.resolve("peft")).withBackbone(STATISTICS, Kind.PEFT);
    assertThatThrownBy(run::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected an encoder with layers for --adapt peft")
        .hasMessageContaining("--adapt full");
  }
}
