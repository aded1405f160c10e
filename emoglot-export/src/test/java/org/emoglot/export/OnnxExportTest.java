package org.emoglot.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Scorer;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.encoder.statistics.UtteranceStatisticsConfig;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.network.Members;
import org.emoglot.network.SavedModels;
import org.emoglot.tensor.OneThread;
import org.emoglot.unlabelled.LogitShift;
import org.emoglot.unlabelled.SourceLogits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported models answer as the saved ones do. */
@ExtendWith(OneThread.class)
class OnnxExportTest {

  private static final double CLOSE = 2e-5;

  @TempDir private Path temporary;

  static Stream<Layout> samplesToFrames() {
    return Stream.of(
        Layout.BASE,
        Layout.LARGE,
        Layout.HUBERT_VARIANT,
        Layout.WAVLM_BASE,
        Layout.WAVLM_LARGE,
        Layout.UNISPEECH_SAT);
  }

  /** Frozen, with low-rank updates, adapters and gates, and trained as a whole. */
  @ParameterizedTest
  @MethodSource("samplesToFrames")
  void write_everyKindOfModelOnWav2Vec2_answersAsBefore(Layout layout) {
    for (Kind kind : Kind.values()) {
      Path model = temporary.resolve("model-" + kind);
      SavedModels.save(layout.folder(), kind, model);
      Agreement.check(model, Storage.FP32, CLOSE, TinyModels.clips());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void write_logMel_answersAsBefore(boolean preNorm) {
    Path model = temporary.resolve("model");
    TinyModels.save(
        TinyEncoders.logMelConfig(preNorm),
        TinyModels.everything(Gate.LAYER_INPUT),
        Views.RECORDING,
        1,
        model);
    Agreement.check(model, Storage.FP32, CLOSE, TinyModels.clips());
  }

  @ParameterizedTest
  @EnumSource
  void write_whisperThatHears_answersAsBefore(Hearing hearing) {
    Path model = temporary.resolve("model");
    TinyModels.save(
        TinyModels.whisper(hearing),
        TinyModels.everything(Gate.BRANCH_SCALAR),
        Views.RECORDING,
        1,
        model);
    Agreement.check(model, Storage.FP32, CLOSE, TinyModels.clips());
  }

  static Stream<AdaptationConfig> poolings() {
    return Stream.of(
        TinyModels.frozen("1..2", Pooling.MEAN, true),
        TinyModels.frozen("1..3", Pooling.MEAN_STD, true),
        TinyModels.frozen("last", Pooling.MEAN_STD, false),
        TinyModels.frozen("0", Pooling.MEAN, false),
        TinyModels.frozen("mix", Pooling.ATTENTIVE, false),
        TinyModels.frozen("2..3", Pooling.ATTENTIVE, false));
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void write_everyPooling_answersAsBefore(AdaptationConfig adaptation) {
    Path model = temporary.resolve("model");
    TinyModels.save(TinyModels.whisper(Hearing.VALID), adaptation, Views.RECORDING, 1, model);
    Agreement.check(model, Storage.FP32, CLOSE, TinyModels.clips());
  }

  @ParameterizedTest
  @EnumSource
  void write_everyView_answersAsBefore(Views views) {
    Path model = frozen(views);
    List<Waveform> clips =
        List.of(
            TinyModels.speech(40_000, 1),
            TinyModels.speech(15_999, 2),
            TinyModels.speech(1_500, 3),
            TinyModels.speech(90, 4),
            new Waveform(new float[8_000], Waveform.MODEL_SAMPLE_RATE),
            offset(TinyModels.speech(30_000, 5)));
    Agreement.check(model, Storage.FP32, CLOSE, clips);
  }

  private static Waveform offset(Waveform clip) {
    float[] samples = clip.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += 0.25f;
    }
    return new Waveform(samples, clip.sampleRate());
  }

  /** Of one that is heard in windows, the last sample among them. */
  @Test
  void write_aLongRecording_hasTheMeanOfItsWindows() {
    Path model = frozen(Views.BOTH);
    Agreement.check(
        model,
        Storage.FP32,
        1e-4,
        List.of(TinyModels.speech(30 * 16_000, 1), TinyModels.speech(65 * 16_000 + 7, 2)));
  }

  @Test
  void write_committee_answersWithTheMeanOfItsMembers() {
    Agreement.check(committee(), Storage.FP32, CLOSE, TinyModels.clips());
  }

  private Path committee() {
    Path first = temporary.resolve("first");
    Path second = temporary.resolve("second");
    TinyModels.save(
        TinyModels.whisper(Hearing.VALID),
        TinyModels.frozen("1..3", Pooling.MEAN, true),
        Views.BOTH,
        1,
        first);
    TinyModels.save(
        TinyEncoders.logMelConfig(true),
        TinyModels.everything(Gate.NONE),
        Views.RECORDING,
        5,
        second);
    Path committee = temporary.resolve("committee");
    CommitteeFolder.save(
        Members.of(List.of(first, second)),
        new Confidence(0.8, 0.3),
        SourceLogits.UNKNOWN,
        "# A committee\n",
        Map.of(),
        committee);
    return committee;
  }

  private Path frozen(Views views) {
    Path model = temporary.resolve("model");
    TinyModels.save(
        TinyModels.whisper(Hearing.VALID),
        TinyModels.frozen("1..3", Pooling.MEAN, true),
        views,
        1,
        model);
    return model;
  }

  /** The shift of one that was adapted to recordings is a part of the graph. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void write_adaptedToRecordings_answersAsBefore(boolean committee) throws IOException {
    Path base = committee ? committee() : frozen(Views.BOTH);
    LogitShift shift =
        new LogitShift(new float[] {0.7f, -1.2f, 0.1f, 0.4f}, 9, 8, new double[4], 1);
    Path adapted = temporary.resolve("adapted");
    AdaptedFolder.save(
        base, LabelSet.FOUR, shift, HeardClips.UNKNOWN, List.of(), "# Adapted\n", adapted);
    Path file = export(adapted, Storage.FP32, "a.onnx");
    try (EmotionClassifier saved = EmotionClassifier.load(adapted);
        EmotionClassifier unadapted = EmotionClassifier.load(base);
        EmotionClassifier exported = EmotionClassifier.load(file);
        Scorer scorer = Agreement.open(file)) {
      for (Waveform clip : TinyModels.clips()) {
        Prediction expected = saved.predictSpeech(List.of(clip)).get(0);
        Prediction before = unadapted.predictSpeech(List.of(clip)).get(0);
        Prediction found = exported.predictSpeech(List.of(clip)).get(0);
        for (String label : LabelSet.FOUR.names()) {
          assertThat(found.score(label)).isCloseTo(expected.score(label), within(CLOSE));
        }
        assertThat(found.score("happy")).isGreaterThan(before.score("happy"));
        Scorer.Result result = scorer.score(List.of(clip)).get(0);
        assertThat(scorer.logits(result.embedding()))
            .containsExactly(result.logits(), within(1e-5f));
      }
      assertThatThrownBy(exported::sample)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("stores how it answers");
    }
  }

  @Test
  void write_smallerWeights_answersNearlyAsBefore() throws IOException {
    Path model = frozen(Views.RECORDING);
    Agreement.check(model, Storage.FP16, 2e-3, TinyModels.clips());
    Agreement.check(model, Storage.INT8, 5e-2, TinyModels.clips());
    long whole = Files.size(export(model, Storage.FP32, "a.onnx"));
    assertThat(Files.size(export(model, Storage.FP16, "b.onnx"))).isLessThan(whole);
    assertThat(Files.size(export(model, Storage.INT8, "c.onnx"))).isLessThan(whole);
  }

  private Path export(Path model, Storage storage, String name) {
    return OnnxExport.write(model, ScorerOptions.DEFAULT, storage, temporary.resolve(name)).file();
  }

  @Test
  void write_twice_givesTheSameBytes() {
    Path model = temporary.resolve("model");
    SavedModels.save(Layout.WAVLM_BASE.folder(), Kind.PEFT, model);
    assertThat(export(model, Storage.INT8, "a.onnx"))
        .hasSameBinaryContentAs(export(model, Storage.INT8, "b.onnx"));
  }

  @Test
  void write_utteranceStatistics_isRefusedWithTheReason() {
    Path model = temporary.resolve("model");
    TinyModels.save(
        new UtteranceStatisticsConfig(16, 0),
        TinyModels.frozen("last", Pooling.MEAN, false),
        Views.RECORDING,
        1,
        model);
    assertThatThrownBy(() -> export(model, Storage.FP32, "a.onnx"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("emoglot-statistics", "no operations in ONNX");
    assertThat(temporary.resolve("a.onnx")).doesNotExist();
  }

  @Test
  void write_anEncoderThatIsNotWritten_isRefusedWithThoseThatAre() {
    Path model = temporary.resolve("model");
    SavedModels.save(Layout.W2V_BERT.folder(), Kind.FULL, model);
    assertThatThrownBy(() -> export(model, Storage.FP32, "a.onnx"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("Whisper", "'wav2vec2-bert'");
  }

  @Test
  void load_exportedFile_answersLikeASavedModel() {
    Path model = frozen(Views.BOTH);
    Path file = export(model, Storage.FP32, "a.onnx");
    Waveform clip = TinyModels.speech(40_000, 1);
    try (EmotionClassifier saved = EmotionClassifier.load(model);
        EmotionClassifier exported = EmotionClassifier.load(file)) {
      Prediction expected = saved.predictSpeech(List.of(clip)).get(0);
      Prediction found = exported.predictSpeech(List.of(clip)).get(0);
      assertThat(found.label()).isEqualTo(expected.label());
      assertThat(found.uncertain()).isEqualTo(expected.uncertain());
      assertThat(found.score("happy"))
          .isCloseTo(expected.score("happy"), org.assertj.core.data.Offset.offset(1e-4));
    }
  }
}
