package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.feature.FeatureStore;
import org.emoglot.feature.FeatureStoreOptions;
import org.emoglot.io.Sha256;
import org.emoglot.metric.Answers;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole experiment on a Whisper encoder, with every pooling and both ways of hearing. */
@ExtendWith(OneThread.class)
class WhisperRunTest {

  private static final Path WHISPER = TinyEncoders.goldenFolder("whisper-full-tiny");

  @TempDir Path folder;

  private TinyRun run(String name, Kind kind) {
    return TinyRun.in(folder.resolve(name)).withBackbone(WHISPER, kind);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, last, mean, valid, 0, fp32, 24", "NONE, 1..3, mean-std, valid, 0, fp32, 144",
    "NONE, 2, attentive, padded, 0, fp32, 24", "NONE, mix, mean, valid, 0, fp32, 24",
    "PEFT, 2..3, mean-std, valid, 1, fp32, 96", "PEFT, last, attentive, padded, 0, fp32, 24",
    "PEFT, last, mean, valid, 2, bf16, 24", "FULL, 0..3, mean, valid, 0, fp32, 96",
    "FULL, mix, mean-std, padded, 0, bf16, 48"
  })
  void run_anyTraining_isSavedAndAnswersAgain(
      Kind kind,
      String layer,
      String pooling,
      String hearing,
      int lowest,
      String precision,
      int width) {
    TinyRun run =
        run("run", kind)
            .with("adaptation.layer", layer)
            .with("adaptation.pooling", pooling)
            .with("adaptation.lowestLayer", lowest)
            .with("adaptation.loraTargets", "[q, k, v, output, feed-forward]")
            .with("hearing", hearing)
            .with("precision", precision);
    run.run();
    Path model = folder.resolve("run").resolve(Experiment.MODEL_FOLDER);
    Answers answered =
        PredictionTable.answers(
            folder.resolve("run").resolve(PredictionTable.FILE), LabelSet.FOUR, false);
    List<Utterance> target =
        run.request().manifest().utterances().stream()
            .filter(u -> u.language().code().equals("de"))
            .toList();
    assertThat(target).isNotEmpty();
    try (EmotionClassifier classifier = EmotionClassifier.load(model)) {
      for (Utterance clip : target) {
        int item = answered.items().indexOf(clip.id());
        Prediction again = classifier.predict(ToneCorpus.audio().read(clip.path()));
        if (precision.equals("fp32")) {
          assertThat(again.label()).isEqualTo(LabelSet.FOUR.name(answered.predicted(item)));
        }
      }
    }
    EmbeddingOptions options =
        new EmbeddingOptions(
            Level.UTTERANCE, layer, Pooling.of(pooling), Hearing.of(hearing), Precision.FP32);
    Waveform clip = ToneCorpus.audio().read(target.get(0).path());
    try (EmbeddingExtractor extractor = EmbeddingExtractor.open(model, options)) {
      assertThat(extractor.width()).isEqualTo(width);
      assertThat(extractor.extract(List.of(clip)).get(0).values()).hasSize(width);
    }
  }

  /** Of what was put into the encoder, and of the answers. */
  private static List<String> outcome(TinyRun run) {
    return List.of(
        Sha256.of(run.out().resolve("model/adapter_model.safetensors")),
        Sha256.of(run.out().resolve(PredictionTable.FILE)));
  }

  @Test
  void run_interrupted_endsAsTheWholeRun() {
    TinyRun whole = run("whole", Kind.PEFT).with("adaptation.pooling", "attentive");
    whole.run();
    TinyRun resumed = run("resumed", Kind.PEFT).with("adaptation.pooling", "attentive");
    assertThatThrownBy(() -> resumed.run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);
    resumed.run();
    assertThat(outcome(resumed)).isEqualTo(outcome(whole));
  }

  @Test
  void run_fromTheFeatureStore_isTheSame() {
    FeatureStore store =
        FeatureStore.open(
            new FeatureStoreOptions(folder.resolve("store"), 1 << 28),
            warning -> assertThat(warning).isEmpty());
    TinyRun without = run("without", Kind.NONE).with("adaptation.layer", "1..2");
    without.run();
    for (String name : List.of("fills", "finds")) {
      TinyRun with = run(name, Kind.NONE).with("adaptation.layer", "1..2");
      with.run(store, ToneCorpus.audio(), ExperimentListener.SILENT);
      assertThat(outcome(with)).isEqualTo(outcome(without));
    }
  }

  @Test
  void run_full_leavesThePositionsAsTheyAre() {
    run("full", Kind.FULL).run();
    try (Safetensors before = Safetensors.open(WHISPER.resolve("model.safetensors"));
        Safetensors after = Safetensors.open(folder.resolve("full/model/model.safetensors"))) {
      assertThat(after.floats("wav2vec2.embed_positions.weight"))
          .containsExactly(before.floats("model.encoder.embed_positions.weight"));
      float[] conv = after.floats("wav2vec2.conv1.weight");
      assertThat(conv)
          .as("trained")
          .isNotEqualTo(before.floats("model.encoder.conv1.weight"))
          .containsExactly(before.floats("model.encoder.conv1.weight"), within(0.5f));
    }
  }

  @Test
  void run_paddedHearingOfAnotherFamily_isRefused() {
    assertThatThrownBy(
            () ->
                TinyRun.in(folder.resolve("other"))
                    .withBackbone(TinyEncoders.goldenFolder("wav2vec2-base-tiny"), Kind.NONE)
                    .with("hearing", "padded")
                    .run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("such as Whisper, for the hearing padded");
  }

  @Test
  void extract_hearingOfASavedModel_isThatOfItsTraining() {
    run("valid", Kind.PEFT).run();
    assertThatThrownBy(
            () ->
                EmbeddingExtractor.open(
                    folder.resolve("valid").resolve(Experiment.MODEL_FOLDER),
                    new EmbeddingOptions(
                        Level.UTTERANCE, "last", Pooling.MEAN, Hearing.PADDED, Precision.FP32)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a trained model hears as in its training");
  }
}
