package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Views;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.classifier.CalibrationSource;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.io.Sha256;
import org.emoglot.metric.Answers;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.ModelFolder;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole experiment with a head that is fitted, on pooled states that are standardised. */
@ExtendWith(OneThread.class)
class FittedRunTest {

  private static final Path WHISPER = TinyEncoders.goldenFolder("whisper-full-tiny");
  private static final String WEIGHTS = "model/adapter_model.safetensors";

  @TempDir Path folder;

  private TinyRun run(String name) {
    return TinyRun.in(folder.resolve(name))
        .withBackbone(WHISPER, Kind.NONE)
        .withTask("all-DE", TrainingSystem.BASELINE2)
        .with("adaptation.layer", "1..3")
        .with("adaptation.standardize", true)
        .with("training.head", "fitted");
  }

  @Test
  void run_fitted_isRecordedSavedAndAnswersAgain() {
    TinyRun run = run("run");
    RunRecord record = run.run();
    assertThat(record.training().history()).hasSize(1);
    assertThat(record.training().steps()).isEqualTo(record.training().bestStep()).isPositive();
    assertThat(record.training().stoppedEarly()).isFalse();
    assertThat(record.training().bestUar())
        .isEqualTo(record.training().history().get(0).uar())
        .isBetween(0.5, 1.0);
    assertThat(record.training().history().get(0).trainingLoss()).isBetween(0.0, Math.log(4));
    assertThat(record.audit().clean()).isTrue();
    assertThat(record.network().get("trained")).isEqualTo(4L * (3 * 24 + 1));
    assertThat(record.settings().acts("training.l2")).isTrue();
    assertThat(record.settings().acts("training.steps")).isFalse();
    assertThat(record.settings().acts("batches")).isFalse();
    assertThat(run.run()).as("a finished run is not repeated").isEqualTo(record);

    Answers answered =
        PredictionTable.answers(
            folder.resolve("run").resolve(PredictionTable.FILE), LabelSet.FOUR, false);
    List<Utterance> target =
        run.request().manifest().utterances().stream()
            .filter(u -> u.language().code().equals("de"))
            .toList();
    try (EmotionClassifier classifier = EmotionClassifier.load(folder.resolve("run/model"))) {
      for (Utterance clip : target) {
        int item = answered.items().indexOf(clip.id());
        assertThat(classifier.predict(ToneCorpus.audio().read(clip.path())).label())
            .isEqualTo(LabelSet.FOUR.name(answered.predicted(item)));
      }
    }
  }

  /** Both views are learned from, and heard in validation, evaluation and by the saved model. */
  @Test
  void run_bothViews_learnsFromThemAndAnswersByThem() {
    RunRecord one = run("one").run();
    RunRecord record = run("both").with("views", "both").run();
    assertThat(record.settings().hash()).isNotEqualTo(one.settings().hash());
    assertThat(record.settings().difference(one.settings())).contains("views (both, recording)");
    assertThat(record.training().history()).isNotEqualTo(one.training().history());
    assertThat(record.audit().clean()).isTrue();
    assertThat(record.audit().opens()).isEqualTo(one.audit().opens());
    List<Utterance> target =
        run("both").request().manifest().utterances().stream()
            .filter(u -> u.language().code().equals("de"))
            .toList();
    Answers answered =
        PredictionTable.answers(
            folder.resolve("both").resolve(PredictionTable.FILE), LabelSet.FOUR, false);
    try (EmotionClassifier both = EmotionClassifier.load(folder.resolve("both/model"));
        EmotionNetwork network = ModelFolder.load(folder.resolve("both/model"))) {
      assertThat(network.views()).isEqualTo(Views.BOTH);
      for (Utterance clip : target) {
        int item = answered.items().indexOf(clip.id());
        assertThat(both.predict(ToneCorpus.audio().read(clip.path())).label())
            .isEqualTo(LabelSet.FOUR.name(answered.predicted(item)));
      }
    }
  }

  /** Heads of the other languages answer each one; where only one is left, validation clips do. */
  @Test
  void run_severalLanguages_isCalibratedOnLeftOutOnes() {
    RunRecord several = run("several").run();
    assertThat(several.confidence().calibration()).isEqualTo(CalibrationSource.LEFT_OUT_LANGUAGES);
    assertThat(several.confidence().answerSets().coverage()).isEqualTo(0.9);
    assertThat(folder.resolve("several/model/README.md"))
        .content()
        .contains("- calibration: `left-out languages`", "- answer sets: `from ");
    assertThat(several.audit().clean()).isTrue();
    assertThat(several.seconds()).containsKey("calibration");
    assertThat(several.leftOut()).containsOnlyKeys("en", "es");
    LeftOutResult en = several.leftOut().get("en");
    assertThat(en.result().utterances())
        .isEqualTo(ToneCorpus.TRAINING_PER_LANGUAGE + ToneCorpus.VALIDATION_PER_LANGUAGE);
    assertThat(en.result().uar()).isGreaterThan(0.5);
    assertThat(en.errorOfMostConfident().get(100)).isEqualTo(1 - en.result().accuracy());
    assertThat(en.answerSets().coverage()).isGreaterThanOrEqualTo(en.result().accuracy());
    assertThat(folder.resolve("several/model/README.md"))
        .content()
        .contains("\n| en | 32 | ", "## What to expect of a new language");
    assertThat(run("several").run()).as("a finished run is read").isEqualTo(several);

    RunRecord one = run("one").withTask("EN-DE", TrainingSystem.BASELINE1).run();
    assertThat(one.confidence().calibration()).isEqualTo(CalibrationSource.VALIDATION_CLIPS);
    assertThat(one.leftOut()).isEmpty();
    RunRecord steps = run("steps").with("training.head", "steps").run();
    assertThat(steps.confidence().calibration()).isEqualTo(CalibrationSource.VALIDATION_CLIPS);
    assertThat(steps.confidence().answerSets().exist()).isTrue();
  }

  /** The model keeps what the embeddings of the training clips, and of no others, had in common. */
  @Test
  void run_otherTarget_isStandardisedByOtherClips() {
    run("de").run();
    run("en").withTask("all-EN", TrainingSystem.BASELINE2).run();
    try (Safetensors de = Safetensors.open(folder.resolve("de").resolve(WEIGHTS));
        Safetensors en = Safetensors.open(folder.resolve("en").resolve(WEIGHTS))) {
      assertThat(de.names())
          .containsExactlyInAnyOrder(
              "adapter.standardize.mean",
              "adapter.standardize.deviation",
              "classifier.output.weight",
              "classifier.output.bias");
      float[] mean = de.floats("adapter.standardize.mean");
      assertThat(mean).hasSize(3 * 24).isNotEqualTo(en.floats("adapter.standardize.mean"));
      double sum = 0;
      for (float bias : de.floats("classifier.output.bias")) {
        sum += bias;
      }
      assertThat(sum)
          .as("no emotion is preferred by the draw of a seed")
          .isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void run_otherSeed_isTheSame() {
    run("one").run();
    run("two").withSeed(2).run();
    assertThat(Sha256.of(folder.resolve("two").resolve(WEIGHTS)))
        .isEqualTo(Sha256.of(folder.resolve("one").resolve(WEIGHTS)));
  }

  /** The first fit is measured by the validation clips; the second one learns from them as well. */
  @Test
  void run_refit_learnsFromTheValidationClipsInTheEnd() {
    RunRecord once = run("once").run();
    RunRecord again = run("again").with("training.refit", true).run();
    assertThat(again.training()).isEqualTo(once.training());
    assertThat(again.audit().opens()).isEqualTo(once.audit().opens());
    assertThat(again.audit().clean()).isTrue();
    assertThat(again.data().get("training"))
        .isEqualTo(once.data().get("training") + once.data().get("validation"));
    assertThat(folder.resolve("again/model/README.md"))
        .content()
        .contains(" on %d utterances".formatted(again.data().get("training")));
    assertThat(again.settings().difference(once.settings()))
        .contains("training.refit (true, false)");

    run("otherOnce").withManifest(otherValidationLabels()).run();
    run("otherAgain").withManifest(otherValidationLabels()).with("training.refit", true).run();
    assertThat(weights("otherOnce")).isEqualTo(weights("once"));
    assertThat(weights("otherAgain")).isNotEqualTo(weights("again"));
  }

  private String weights(String name) {
    return Sha256.of(folder.resolve(name).resolve(WEIGHTS));
  }

  private Manifest otherValidationLabels() {
    return ToneCorpus.relabelled(
        run("any").request().manifest(),
        u -> u.split() == Split.VALIDATION && u.language().code().equals("en"));
  }

  @Test
  void run_refitWithNoLanguageToCalibrateBy_isRefused() {
    assertThatThrownBy(
            () ->
                run("run")
                    .withTask("EN-DE", TrainingSystem.BASELINE1)
                    .with("training.refit", true)
                    .run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected two or more training languages that can be left out for training.refit,"
                + " found en: nothing else could calibrate the model; choose"
                + " training.refit=false.");
  }

  @ParameterizedTest
  @CsvSource({"AFTER_VALIDATION, -1", "TARGET_CLIP, 2"})
  void run_interrupted_endsAsTheWholeRun(Moment moment, long at) throws Exception {
    RunRecord whole = run("whole").run();
    TinyRun resumed = run("resumed");
    long when = at < 0 ? whole.training().steps() : at;
    assertThatThrownBy(() -> resumed.run(Interruption.at(moment, when)))
        .isInstanceOf(Interrupted.class);
    if (moment == Moment.TARGET_CLIP) {
      // The target was heard before there was a record: no checkpoint, so the fit is done again.
      assertThat(Files.exists(folder.resolve("resumed/run.json"))).isFalse();
    }
    RunRecord record = resumed.run();
    assertThat(record.training()).isEqualTo(whole.training());
    assertThat(record.audit().clean()).isTrue();
    for (String file : List.of(WEIGHTS, PredictionTable.FILE)) {
      assertThat(Files.mismatch(folder.resolve("whole").resolve(file), resumed.out().resolve(file)))
          .isEqualTo(-1);
    }
  }

  @Test
  void run_withVariants_learnsFromThem() {
    run("without").run();
    run("with").with("augmentation.variants", 1).run();
    assertThat(Sha256.of(folder.resolve("with").resolve(WEIGHTS)))
        .isNotEqualTo(Sha256.of(folder.resolve("without").resolve(WEIGHTS)));
  }

  @Test
  void run_standardizedInSteps_learns() {
    RunRecord record = run("steps").with("training.head", "steps").run();
    assertThat(record.training().steps()).isEqualTo(TinyRun.STEPS);
    assertThat(record.settings().acts("training.l2")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PROPOSED", "BASELINE2_BALANCED"})
  void run_systemWithOtherLosses_isRefused(TrainingSystem system) {
    assertThatThrownBy(() -> run("run").withTask("all-DE", system).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected a system with no loss but the cross-entropy (baseline1, baseline2,"
                + " upper-bound) for training.head fitted, found %s: choose one of them, or"
                    .formatted(system)
                + " training.head steps.");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"PEFT, last, mean", "FULL, last, mean", "NONE, mix, mean", "NONE, 2, attentive"})
  void settings_fittedWhereMoreIsTrained_areRefused(Kind kind, String layer, String pooling) {
    Map<String, String> values =
        Map.of("training.head", "fitted", "adaptation.layer", layer, "adaptation.pooling", pooling);
    assertThatThrownBy(() -> Settings.with(kind, values))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "Expected training.head to be steps where more than the head is trained")
        .hasMessageContaining("choose --adapt none");
  }

  @Test
  void settings_thatAreNone_areRefused() {
    assertThatThrownBy(() -> Settings.with(Kind.NONE, Map.of("training.l2", "0")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected training.l2 to be positive, found 0.0");
    assertThatThrownBy(() -> Settings.with(Kind.NONE, Map.of("training.head", "ridge")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected a training.head steps or fitted, found 'ridge'");
    assertThatThrownBy(() -> Settings.with(Kind.NONE, Map.of("training.refit", "true")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "Expected training.refit only with training.head fitted, found steps");
  }

  @ParameterizedTest
  @CsvSource({"fitted", "steps"})
  void acting_untrainedStatistics_areRefused(String head) {
    Settings settings = Settings.with(Kind.NONE, Map.of("training.head", head));

    assertThatThrownBy(() -> settings.acting(TrainingSystem.BASELINE2, "statistics"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found --adapt none: choose --adapt full");
  }

  @Test
  void acting_fitted_ignoresWhatBelongsToSteps() {
    Map<String, String> fitted = Map.of("training.head", "fitted");
    RunSettings one = Settings.with(Kind.NONE, fitted).acting(TrainingSystem.BASELINE2, "mini");
    RunSettings other =
        Settings.with(Kind.NONE, Map.of("training.head", "fitted", "training.learningRate", "0.5"))
            .acting(TrainingSystem.BASELINE2, "mini");
    assertThat(other).isEqualTo(one);
    RunSettings steps = Settings.defaults(Kind.NONE).acting(TrainingSystem.BASELINE2, "mini");
    assertThat(one.hash()).isNotEqualTo(steps.hash());
    assertThat(one.difference(steps)).contains("training.head (fitted, steps)");
    assertThat(
            Settings.with(Kind.NONE, Map.of("training.l2", "3"))
                .acting(TrainingSystem.BASELINE2, "mini")
                .hash())
        .isEqualTo(steps.hash());
    assertThat(
            Settings.with(Kind.NONE, Map.of("adaptation.standardize", "true"))
                .acting(TrainingSystem.BASELINE2, "mini")
                .hash())
        .isNotEqualTo(steps.hash());
  }
}
