package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.data.Utterance;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.Metrics;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tier between zero-shot and few-shot: what a run reaches with clips that have no label. */
@ExtendWith(OneThread.class)
class AdaptedRunTest {

  @TempDir Path folder;

  private RunRecord run(String name, List<Integer> unlabelled) {
    return Experiment.run(
        TinyRun.in(folder.resolve(name)).request().withUnlabelled(unlabelled),
        ToneCorpus.audio(),
        new ExperimentListener() {});
  }

  @Test
  void run_unlabelled_addsATierAndChangesNothingElse() {
    RunRecord plain = run("plain", List.of());
    RunRecord adapted = run("adapted", List.of(4, 0, 2, 4));

    assertThat(plain.unlabelled()).isEqualTo(UnlabelledTier.NONE);
    assertThat(adapted.results()).isEqualTo(plain.results());
    assertThat(adapted.zeroShot()).isTrue();
    assertThat(adapted.audit().clean()).isTrue();
    UnlabelledTier tier = adapted.unlabelled();
    assertThat(tier.clips()).containsExactly(0, 2, 4);
    assertThat(tier.random()).extracting(UnlabelledTier.Result::clips).containsExactly(0, 2, 4);
    UnlabelledTier.Result nothing = tier.random().get(0);
    assertThat(nothing.uar()).isEqualTo(plain.main().uar(), within(1e-9));
    assertThat(nothing.gain()).isZero();
    assertThat(nothing.gainLow()).isZero();
    assertThat(nothing.p()).isEqualTo(1);
    assertThat(tier.results()).extracting(UnlabelledTier.Result::kind).contains("one speaker");
    assertThat(tier.random().get(2).heard()).isEqualTo(4, within(1e-9));
    assertThat(RunRecord.read(folder.resolve("adapted/run.json"), "")).isEqualTo(adapted);
  }

  @Test
  void run_unlabelled_namesEveryClipThatWasHeardAndNoOther() {
    RunRecord record = run("run", List.of(2));
    List<Utterance> target = target();
    Set<String> heard = new HashSet<>();
    record.unlabelled().samples().forEach(sample -> heard.addAll(sample.heard()));

    assertThat(heard)
        .containsExactlyInAnyOrderElementsOf(target.stream().map(Utterance::id).toList());
    for (int draw = 0; draw < record.unlabelled().draws(); draw++) {
      int now = draw;
      List<UnlabelledTier.Sample> halves =
          record.unlabelled().samples().stream().filter(s -> s.draw() == now).toList();
      assertThat(halves).hasSize(2);
      assertThat(halves.get(0).heard()).doesNotContainAnyElementsOf(halves.get(1).heard());
    }
  }

  /** The same figures from the list of what was heard: a clip is never among its own sample. */
  @Test
  void run_unlabelled_figuresAreOfTheClipsThatTheSampleLacks() {
    RunRecord record = run("run", List.of(4));
    Map<String, Prediction> answers = new HashMap<>();
    Map<String, String> truth = new HashMap<>();
    double expected = 0;
    try (EmotionClassifier classifier = EmotionClassifier.load(folder.resolve("run/model"))) {
      for (Utterance clip : target()) {
        answers.put(
            clip.id(),
            classifier.predictSpeech(List.of(ToneCorpus.audio().read(clip.path()))).get(0));
        truth.put(clip.id(), clip.label());
      }
      int draws = record.unlabelled().draws();
      for (int draw = 0; draw < draws; draw++) {
        int now = draw;
        Map<String, String> found = new TreeMap<>();
        record.unlabelled().samples().stream()
            .filter(sample -> sample.draw() == now)
            .forEach(
                sample -> {
                  UnlabelledSample heard = classifier.sample();
                  sample.heard().subList(0, 4).forEach(id -> heard.add(answer(answers, id)));
                  answers.forEach(
                      (id, answer) -> {
                        if (!sample.heard().contains(id)) {
                          found.put(id, heard.adapted(answer, heard.shift()).label());
                        }
                      });
                });
        List<String> ids = List.copyOf(found.keySet());
        Answers of =
            Answers.of(
                classifier.labels(),
                ids,
                ids.stream().map(id -> truth.getOrDefault(id, "")).toList(),
                List.copyOf(found.values()));
        expected += Metrics.uar(of.matrix(), AbsentClass.SKIP) / draws;
      }
    }

    assertThat(record.unlabelled().random().get(0).uar()).isEqualTo(expected, within(1e-9));
  }

  private static Prediction answer(Map<String, Prediction> answers, String id) {
    return Objects.requireNonNull(answers.get(id));
  }

  private List<Utterance> target() {
    return TinyRun.in(folder).request().manifest().utterances().stream()
        .filter(clip -> clip.language().code().equals("de"))
        .toList();
  }

  @Test
  void run_unlabelled_cardNamesTheTier() {
    run("run", List.of(0, 2));

    assertThat(folder.resolve("run/model/README.md"))
        .content()
        .contains("| adapted (2 unlabelled clips) | random |", "| unadapted | random |");
  }

  @Test
  void run_otherNumbersInTheSameFolder_areRefused() {
    run("run", List.of(2));

    assertThatThrownBy(() -> run("run", List.of(4))).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> run("other", List.of(-1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected 0 or more unlabelled clips to adapt to, found -1.");
  }

  @Test
  void run_upperBound_hasNoSuchTier() {
    RunRecord record =
        Experiment.run(
            TinyRun.in(folder.resolve("run"))
                .withTask("all-DE", TrainingSystem.UPPER_BOUND)
                .request()
                .withUnlabelled(List.of(2)),
            ToneCorpus.audio(),
            new ExperimentListener() {});

    assertThat(record.unlabelled()).isEqualTo(UnlabelledTier.NONE);
  }

  /** Whatever was trained, it can be adapted. */
  @Test
  void model_ofARun_canBeAdapted() {
    run("run", List.of());
    List<Utterance> target = target();
    try (EmotionClassifier classifier = EmotionClassifier.load(folder.resolve("run/model"))) {
      assertThat(
              classifier
                  .adaptedTo(target.stream().map(u -> ToneCorpus.audio().read(u.path())).toList())
                  .labels())
          .isEqualTo(classifier.labels());
    }
  }
}
