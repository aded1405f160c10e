package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.feature.FeatureCache;
import org.emoglot.feature.FeatureStore;
import org.emoglot.feature.FeatureStoreOptions;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.IsolationViolation;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run ends with the same bytes, and has heard the same, whatever was kept of earlier ones. */
@ExtendWith(OneThread.class)
class FeatureStoreRunTest {

  private static final int PREPARED =
      2 * (ToneCorpus.TRAINING_PER_LANGUAGE + ToneCorpus.VALIDATION_PER_LANGUAGE);

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private FeatureStore store() {
    return FeatureStore.open(
        new FeatureStoreOptions(folder.resolve("store"), 1 << 28), warnings::add);
  }

  private TinyRun run(String out, Kind kind) {
    TinyRun run = TinyRun.in(folder.resolve(out));
    return kind == Kind.FULL
        ? run
        : run.withBackbone(TinyEncoders.goldenFolder("wav2vec2-base-tiny"), kind)
            .with("training.cropSeconds", "0.2");
  }

  private static RunRecord start(TinyRun run, FeatureCache features, List<String> messages) {
    return run.run(
        features,
        ToneCorpus.audio(),
        new ExperimentListener() {
          @Override
          public void message(String text) {
            messages.add(text);
          }
        });
  }

  /** SHA-256 of weights, configuration and predictions by file. */
  private Map<String, String> outcome(String out) {
    Map<String, String> outcome = new TreeMap<>();
    outcome.put("predictions", Sha256.of(folder.resolve(out).resolve("predictions.csv")));
    try (Stream<Path> files = Files.list(folder.resolve(out).resolve("model"))) {
      files
          .filter(file -> !file.toString().matches(".*(README.md|provenance.json)")) // have times
          .forEach(file -> outcome.put(String.valueOf(file.getFileName()), Sha256.of(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(outcome.keySet()).anyMatch(name -> name.endsWith(".safetensors"));
    return outcome;
  }

  @ParameterizedTest
  @CsvSource({
    "FULL, adaptation.layer, last, fp32", // log-mel frames
    "FULL, adaptation.layer, last, bf16",
    "PEFT, adaptation.layer, last, fp32", // convolutional features
    "PEFT, adaptation.layer, last, bf16",
    "PEFT, adaptation.lowestLayer, 2, fp32", // a hidden state
    "NONE, adaptation.layer, last, fp32", // embeddings
    "NONE, adaptation.layer, 1, bf16"
  })
  void run_withoutWithANewAndWithAWarmStore_leavesIdenticalBytes(
      Kind kind, String key, String value, String precision) {
    List<String> messages = new ArrayList<>();
    List<RunRecord> records = new ArrayList<>();
    for (String out : List.of("none", "new", "warm")) {
      TinyRun run = run(out, kind).with(key, value).with("features.precision", precision);
      records.add(start(run, out.equals("none") ? FeatureCache.NONE : store(), messages));
      assertThat(outcome(out)).as(out).isEqualTo(outcome("none"));
      assertThat(records.get(records.size() - 1).training())
          .as(out)
          .isEqualTo(records.get(0).training());
    }
    assertThat(messages)
        .containsExactly(
            "The features of %d of %d clips come from earlier runs.".formatted(PREPARED, PREPARED));
    assertThat(FeatureStore.usage(folder.resolve("store")).clips()).isEqualTo(PREPARED);
    assertThat(warnings).isEmpty();
  }

  @Test
  void run_resumedWithAWarmStore_endsAsTheWholeRun() {
    run("whole", Kind.PEFT).run();
    TinyRun run = run("resumed", Kind.PEFT);
    assertThatThrownBy(
            () -> run.run(store(), ToneCorpus.audio(), Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);
    start(run, store(), new ArrayList<>());
    assertThat(outcome("resumed")).isEqualTo(outcome("whole"));
  }

  @Test
  void run_otherAdaptationAndSeed_sharesWhatIsFrozen() {
    start(run("a", Kind.PEFT), store(), new ArrayList<>());
    List<String> messages = new ArrayList<>();
    start(run("b", Kind.PEFT).withSeed(7).with("training.steps", "5"), store(), messages);
    start(run("c", Kind.PEFT).with("adaptation.gate", "layer-input"), store(), messages);
    assertThat(messages).hasSize(2).allMatch(text -> text.contains(PREPARED + " of " + PREPARED));
  }

  @Test
  void run_trainedFeatureEncoder_keepsNothing() {
    TinyRun run = run("samples", Kind.PEFT);
    run =
        new TinyRun(
                run.out(),
                run.task(),
                run.system(),
                run.manifest(),
                run.backbone(),
                Kind.FULL,
                run.changes(),
                run.seed(),
                run.allowHeard())
            .with("adaptation.trainFeatureEncoder", "true")
            .with("training.steps", "2")
            .with("training.speedRange", "0");
    start(run, store(), new ArrayList<>());
    assertThat(FeatureStore.usage(folder.resolve("store")).clips()).isZero();
  }

  @Test
  void run_damagedEntry_isComputedAgainWithAWarning() throws IOException {
    start(run("a", Kind.PEFT), store(), new ArrayList<>());
    try (Stream<Path> files = Files.walk(folder.resolve("store/entries"))) {
      Path entry = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(entry);
      bytes[bytes.length / 2] ^= 1;
      Files.write(entry, bytes);
    }
    List<String> messages = new ArrayList<>();
    start(run("b", Kind.PEFT), store(), messages);
    assertThat(warnings).hasSize(1);
    assertThat(messages.get(0)).contains(PREPARED - 1 + " of " + PREPARED);
    assertThat(outcome("b")).isEqualTo(outcome("a"));
    assertThat(FeatureStore.usage(folder.resolve("store")).clips()).isEqualTo(PREPARED);
  }

  // ------------------------------------------------------------------------- the audit

  @Test
  void run_withAWarmStore_opensAndHashesEveryClipAllTheSame() {
    RunRecord cold = start(run("a", Kind.PEFT), store(), new ArrayList<>());
    EventLog log = new EventLog();
    RunRecord warm = run("b", Kind.PEFT).run(store(), log, log);
    EventLog without = new EventLog();
    run("c", Kind.PEFT).run(FeatureCache.NONE, without, without);

    assertThat(log.files()).isEqualTo(without.files()).hasSize(PREPARED + ToneCorpus.PER_LANGUAGE);
    assertThat(warm.audit().logHash()).isEqualTo(cold.audit().logHash());
    assertThat(warm.audit().opensByLanguage()).isEqualTo(cold.audit().opensByLanguage());
    assertThat(warm.audit().audio()).isEqualTo(cold.audit().audio());
    assertThat(warm.audit().audio().seen()).isEqualTo(PREPARED);
  }

  @Test
  void run_targetAudioAmongTheTrainingClips_isFoundThoughItsFeaturesWereKept() {
    // The upper bound may train on German; its features are then kept.
    start(
        run("heard", Kind.PEFT).withTask("all-DE", TrainingSystem.UPPER_BOUND),
        store(),
        new ArrayList<>());
    AudioSource swapped =
        file ->
            ToneCorpus.audio()
                .read(
                    file.endsWith("en_s0_angry_0.tone")
                        ? file.resolveSibling("de_s0_angry_0.tone")
                        : file);
    List<String> messages = new ArrayList<>();
    assertThatThrownBy(
            () ->
                run("zero-shot", Kind.PEFT)
                    .run(
                        store(),
                        swapped,
                        new ExperimentListener() {
                          @Override
                          public void message(String text) {
                            messages.add(text);
                          }
                        }))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("de_s0_angry_0");
    assertThat(messages).as("the hit").anyMatch(text -> text.startsWith("The features of 1 of "));
  }

  @Test
  void run_clipThatHasChanged_isNotAnsweredFromTheStore() {
    start(run("a", Kind.PEFT), store(), new ArrayList<>());
    AudioSource louder =
        file -> {
          Waveform clip = ToneCorpus.audio().read(file);
          float[] samples = clip.samples().clone();
          samples[100] += 0.5f;
          return new Waveform(samples, clip.sampleRate());
        };
    List<String> messages = new ArrayList<>();
    run("b", Kind.PEFT)
        .run(
            store(),
            louder,
            new ExperimentListener() {
              @Override
              public void message(String text) {
                messages.add(text);
              }
            });
    assertThat(messages).isEmpty();
    assertThat(FeatureStore.usage(folder.resolve("store")).clips()).isEqualTo(2 * PREPARED);
  }
}
