package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.feature.FeatureCache;
import org.emoglot.protocol.AccessAudit;
import org.emoglot.protocol.Plan;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.train.LeftOutLanguages;
import org.emoglot.train.Trainer;
import org.emoglot.train.TrainingTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On English and Spanish, with German as the target. */
@ExtendWith(OneThread.class)
class LeftOutLanguagesTest {

  private static final Language EN = new Language("en");
  private static final Language ES = new Language("es");

  @TempDir Path folder;

  /** What the heads say by id, and the network as a training leaves it afterwards. */
  private record Outcome(
      Optional<LeftOutLanguages> leftOut, Map<String, float[]> logits, List<float[]> trained) {}

  private Outcome run(Manifest manifest, boolean leavesOut, List<Language> candidates) {
    return run(manifest, leavesOut, candidates, false);
  }

  private Outcome run(
      Manifest manifest, boolean leavesOut, List<Language> candidates, boolean refit) {
    ExperimentRequest request =
        TinyRun.in(folder.resolve("run"))
            .withManifest(manifest)
            .withBackbone(TinyEncoders.goldenFolder("whisper-full-tiny"), Kind.NONE)
            .withTask("all-DE", TrainingSystem.BASELINE2)
            .with("adaptation.standardize", true)
            .with("views", "both")
            .with("training.head", "fitted")
            .with("training.refit", refit)
            .request();
    Plan plan =
        Plan.of(request.task(), request.system(), request.labels(), request.manifest(), 0, 1);
    try (Provisioning provisioning = Provisioning.of(request, plan)) {
      ClipStore clips =
          ClipPreparation.of(
              request,
              plan,
              provisioning.network(),
              AccessAudit.of(plan),
              ToneCorpus.audio(),
              FeatureCache.NONE,
              ExperimentListener.SILENT);
      TrainingTask task = provisioning.training(clips);
      List<Integer> told = new ArrayList<>();
      Optional<LeftOutLanguages> found =
          leavesOut
              ? LeftOutLanguages.of(task, candidates, (done, all) -> told.add(done))
              : Optional.empty();
      assertThat(told).hasSize(found.isPresent() ? candidates.size() : 0);
      Map<String, float[]> logits = new TreeMap<>();
      found.ifPresent(
          answers -> {
            for (int i = 0; i < answers.utterances().size(); i++) {
              logits.put(answers.utterances().get(i).id(), answers.logits().get(i));
            }
          });
      Trainer.train(task, folder.resolve("no-checkpoint"), List.of());
      List<float[]> trained =
          provisioning.network().parameters().entrySet().stream()
              .filter(entry -> !entry.getKey().startsWith("wav2vec2."))
              .map(entry -> Ops.floats(entry.getValue()))
              .toList();
      return new Outcome(found, logits, trained);
    }
  }

  private static Manifest tones() {
    return ToneCorpus.manifest(Path.of("/no/such/folder"));
  }

  private static Manifest relabelled(Predicate<Utterance> which) {
    return ToneCorpus.relabelled(tones(), which);
  }

  @Test
  void of_twoLanguages_answersAllClipsThatATrainingSees() {
    Outcome outcome = run(tones(), true, List.of(EN, ES));
    assertThat(outcome.logits())
        .hasSize(2 * (ToneCorpus.TRAINING_PER_LANGUAGE + ToneCorpus.VALIDATION_PER_LANGUAGE))
        .allSatisfy((id, logits) -> assertThat(id).doesNotStartWith(ToneCorpus.corpus("de")));
    assertThat(outcome.leftOut().orElseThrow().utterances())
        .extracting(Utterance::language)
        .containsOnly(EN, ES);
  }

  /** A language's own labels have no part in its answers; those of the others do. */
  @Test
  void of_languageWithOtherLabels_getsTheSameAnswersAndGivesOthers() {
    Map<String, float[]> before = run(tones(), true, List.of(EN, ES)).logits();
    Map<String, float[]> after =
        run(relabelled(u -> u.language().equals(ES)), true, List.of(EN, ES)).logits();
    before.forEach(
        (id, logits) -> {
          if (id.startsWith(ToneCorpus.corpus("es"))) {
            assertThat(after.get(id)).as(id).containsExactly(logits);
          } else {
            assertThat(after.get(id)).as(id).isNotEqualTo(logits);
          }
        });
  }

  /** Validation clips of the other languages are learned from where the final head learns too. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void of_otherValidationLabels_givesOtherAnswersOnlyWithARefit(boolean refit) {
    Manifest other = relabelled(u -> u.language().equals(ES) && u.split() == Split.VALIDATION);
    Map<String, float[]> before = run(tones(), true, List.of(EN, ES), refit).logits();
    Map<String, float[]> after = run(other, true, List.of(EN, ES), refit).logits();
    before.forEach(
        (id, logits) ->
            assertThat(Arrays.equals(after.get(id), logits))
                .as(id)
                .isEqualTo(!refit || id.startsWith(ToneCorpus.corpus("es"))));
  }

  @Test
  void train_afterwards_endsAsWithoutIt() {
    List<float[]> without = run(tones(), false, List.of()).trained();
    List<float[]> with = run(tones(), true, List.of(EN, ES)).trained();
    assertThat(with).hasSameSizeAs(without).isNotEmpty();
    for (int i = 0; i < with.size(); i++) {
      assertThat(with.get(i)).containsExactly(without.get(i));
    }
  }

  @Test
  void of_oneLanguageOrEmotionsOfOneOnly_isNothing() {
    assertThat(run(tones(), true, List.of(EN)).leftOut()).isEmpty();
    Manifest noSadInEnglish =
        new Manifest(
            tones().utterances().stream()
                .filter(u -> !(u.language().equals(EN) && u.label().equals("sad")))
                .toList());
    assertThat(run(noSadInEnglish, true, List.of(EN, ES)).leftOut())
        .as("without Spanish there is no sad clip")
        .isEmpty();
  }
}
