package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.augment.Variants;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.feature.FeatureCache;
import org.emoglot.feature.FeatureType;
import org.emoglot.feature.PreparedClip;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Training hears augmented copies of its own clips, and nothing else is changed. */
@ExtendWith(OneThread.class)
class AugmentedRunTest {

  private static final int VARIANTS = 2;

  @TempDir Path folder;

  private TinyRun run(String out) {
    return TinyRun.in(folder.resolve(out)).with("augmentation.variants", VARIANTS);
  }

  @Test
  void run_interrupted_endsAsTheWholeRun() {
    RunRecord whole = run("whole").run();
    TinyRun interrupted = run("interrupted");
    assertThatThrownBy(() -> interrupted.run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);

    RunRecord resumed = interrupted.run();

    assertThat(TinyRun.outcome(interrupted.out()))
        .isEqualTo(TinyRun.outcome(folder.resolve("whole")));
    assertThat(resumed.training()).isEqualTo(whole.training());
    assertThat(resumed.results()).isEqualTo(whole.results());
  }

  @Test
  void run_withCodecs_learnsOtherWeightsAndTheSameAgain() {
    run("plain").run();
    coded("coded").run();
    coded("again").run();

    TinyRun.Outcome coded = TinyRun.outcome(folder.resolve("coded"));
    assertThat(TinyRun.outcome(folder.resolve("again"))).isEqualTo(coded);
    assertThat(TinyRun.outcome(folder.resolve("plain")).weights()).isNotEqualTo(coded.weights());
  }

  private TinyRun coded(String out) {
    return run(out)
        .with("augmentation.codecShare", 1)
        .with("augmentation.codecs", "[opus, mp3, amr-nb]");
  }

  @Test
  void run_withVariants_readsTheSameClipsOnceAndLearnsOtherWeights() {
    EventLog plainLog = new EventLog();
    EventLog log = new EventLog();
    RunRecord plain = TinyRun.in(folder.resolve("plain")).run(plainLog, plainLog);
    RunRecord augmented = run("augmented").run(log, log);

    assertThat(log.files()).isEqualTo(plainLog.files()).doesNotHaveDuplicates();
    assertThat(augmented.audit().clean()).isTrue();
    assertThat(augmented.audit().logHash()).isEqualTo(plain.audit().logHash());
    assertThat(augmented.settingsHash()).isNotEqualTo(plain.settingsHash());
    assertThat(TinyRun.outcome(folder.resolve("augmented")).weights())
        .isNotEqualTo(TinyRun.outcome(folder.resolve("plain")).weights());
  }

  @Test
  void prepare_validationAndTraining_makesVariantsOfTrainingClipsAlone() {
    Settings settings = run("none").request().settings();
    List<Utterance> training = utterances(Split.TRAIN);
    List<Utterance> validation = utterances(Split.VALIDATION);
    try (LoadedEncoder weights = LoadedEncoder.seeded(settings.mini().layout(), 1);
        Parameters added = Parameters.seeded(1)) {
      AdaptedEncoder encoder =
          new AdaptedEncoder(weights.encoder(), weights.parameters(), settings.adaptation(), added);
      ClipStore plain = store(encoder, ToneCorpus.audio());
      plain.prepare("", training, ExperimentListener.SILENT);
      plain.prepare("", validation, ExperimentListener.SILENT);
      ClipStore augmented = store(encoder, ToneCorpus.audio());
      augmented.prepareForTraining(
          "", training, new Variants(settings.augmentation(), 1), ExperimentListener.SILENT);
      augmented.prepare("", validation, ExperimentListener.SILENT);

      for (Utterance utterance : training) {
        List<PreparedClip> versions = augmented.versionsOf(utterance);
        assertThat(versions).hasSize(1 + VARIANTS);
        assertThat(values(versions.get(0)))
            .isEqualTo(values(augmented.of(utterance)))
            .isEqualTo(values(plain.of(utterance)));
        assertThat(new HashSet<>(versions.stream().map(AugmentedRunTest::values).toList()))
            .hasSize(1 + VARIANTS);
      }
      for (Utterance utterance : validation) {
        assertThat(augmented.versionsOf(utterance)).containsExactly(augmented.of(utterance));
        assertThat(values(augmented.of(utterance))).isEqualTo(values(plain.of(utterance)));
      }
      assertThat(augmented.size()).isEqualTo(plain.size() + VARIANTS * training.size());
    }
  }

  @Test
  void prepareForTraining_shortestClip_hasVariantsOfAtLeastAFrame() {
    Settings settings =
        Settings.with(
            Kind.FULL,
            java.util.Map.of("augmentation.variants", "20", "augmentation.speedRange", "0.5"));
    try (LoadedEncoder weights = LoadedEncoder.seeded(settings.mini().layout(), 1);
        Parameters added = Parameters.seeded(1)) {
      AdaptedEncoder encoder =
          new AdaptedEncoder(weights.encoder(), weights.parameters(), settings.adaptation(), added);
      int shortest = encoder.config().minimumSamples();
      ClipStore clips =
          store(encoder, file -> new Waveform(new float[shortest], Waveform.MODEL_SAMPLE_RATE));
      List<Utterance> one = utterances(Split.TRAIN).subList(0, 1);

      clips.prepareForTraining(
          "", one, new Variants(settings.augmentation(), 1), ExperimentListener.SILENT);

      assertThat(clips.versionsOf(one.get(0)))
          .hasSize(21)
          .allSatisfy(clip -> assertThat(clip.frames()).isPositive());
    }
  }

  private static ClipStore store(AdaptedEncoder encoder, AudioSource audio) {
    return new ClipStore(encoder, Views.RECORDING, audio, FeatureCache.NONE, FeatureType.FP32);
  }

  private static List<Utterance> utterances(Split split) {
    return ToneCorpus.manifest(Path.of("/no/such/folder")).utterances().stream()
        .filter(utterance -> utterance.split() == split)
        .toList();
  }

  private static List<Float> values(PreparedClip clip) {
    List<Float> values = new java.util.ArrayList<>();
    for (float value : clip.copy()) {
      values.add(value);
    }
    return values;
  }
}
